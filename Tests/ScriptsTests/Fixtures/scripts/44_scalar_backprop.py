# loss: loss
# mistake: d_h1 = d_y_pred * w5 * h1 * (1 - h1) ==> d_h1 = d_y_pred * w6 * h1 * (1 - h1)
import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

x1 = np.array([-2.0, 25.0, 17.0, -15.0]) / 10
x2 = np.array([-1.0, 6.0, 4.0, -6.0]) / 10
y_true = np.array([1, 0, 0, 1])
np.random.seed(44)
w1, w2, w3 = np.random.normal(), np.random.normal(), np.random.normal()
w4, w5, w6 = np.random.normal(), np.random.normal(), np.random.normal()
b1, b2, b3 = np.random.normal(), np.random.normal(), np.random.normal()
learn_rate = 0.5
for epoch in range(200):
    h1 = sigmoid(w1 * x1 + w2 * x2 + b1)
    h2 = sigmoid(w3 * x1 + w4 * x2 + b2)
    y_pred = sigmoid(w5 * h1 + w6 * h2 + b3)
    loss = ((y_true - y_pred) ** 2).mean()
    d_y_pred = -2 * (y_true - y_pred) * y_pred * (1 - y_pred) / 4
    d_h1 = d_y_pred * w5 * h1 * (1 - h1)
    d_h2 = d_y_pred * w6 * h2 * (1 - h2)
    d_w5, d_w6, d_b3 = np.sum(d_y_pred * h1), np.sum(d_y_pred * h2), np.sum(d_y_pred)
    d_w1, d_w2, d_b1 = np.sum(d_h1 * x1), np.sum(d_h1 * x2), np.sum(d_h1)
    d_w3, d_w4, d_b2 = np.sum(d_h2 * x1), np.sum(d_h2 * x2), np.sum(d_h2)
    w1 -= learn_rate * d_w1
    w2 -= learn_rate * d_w2
    b1 -= learn_rate * d_b1
    w3 -= learn_rate * d_w3
    w4 -= learn_rate * d_w4
    b2 -= learn_rate * d_b2
    w5 -= learn_rate * d_w5
    w6 -= learn_rate * d_w6
    b3 -= learn_rate * d_b3
    if epoch % 10 == 0:
        print("Epoch %d loss: %.3f" % (epoch, loss))
