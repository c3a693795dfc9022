# loss: loss of 4
# mistake: d_h2_d_w4 = weight * deriv_sigmoid(sum_h2) ==> d_h2_d_w4 = weight * deriv_sigmoid(sum_h1)
import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def deriv_sigmoid(x):
    fx = sigmoid(x)
    return fx * (1 - fx)

data = np.array([
    [-2, -1],  # Alice
    [25, 6],   # Bob
    [17, 4],   # Charlie
    [-15, -6], # Diana
])
all_y_trues = np.array([1, 0, 0, 1])

np.random.seed(62)
w1 = np.random.normal()
w2 = np.random.normal()
w3 = np.random.normal()
w4 = np.random.normal()
w5 = np.random.normal()
w6 = np.random.normal()
b1 = np.random.normal()
b2 = np.random.normal()
b3 = np.random.normal()

learn_rate = 0.1
epochs = 200
for epoch in range(epochs):
    for x, y_true in zip(data, all_y_trues):
        height, weight = x[0], x[1]
        sum_h1 = w1 * height + w2 * weight + b1
        h1 = sigmoid(sum_h1)
        sum_h2 = w3 * height + w4 * weight + b2
        h2 = sigmoid(sum_h2)
        sum_o1 = w5 * h1 + w6 * h2 + b3
        o1 = sigmoid(sum_o1)
        y_pred = o1
        loss = (y_true - y_pred) ** 2

        d_L_d_ypred = -2 * (y_true - y_pred)

        # Neuron o1
        d_ypred_d_w5 = h1 * deriv_sigmoid(sum_o1)
        d_ypred_d_w6 = h2 * deriv_sigmoid(sum_o1)
        d_ypred_d_b3 = deriv_sigmoid(sum_o1)
        d_ypred_d_h1 = w5 * deriv_sigmoid(sum_o1)
        d_ypred_d_h2 = w6 * deriv_sigmoid(sum_o1)

        # Neuron h1
        d_h1_d_w1 = height * deriv_sigmoid(sum_h1)
        d_h1_d_w2 = weight * deriv_sigmoid(sum_h1)
        d_h1_d_b1 = deriv_sigmoid(sum_h1)

        # Neuron h2
        d_h2_d_w3 = height * deriv_sigmoid(sum_h2)
        d_h2_d_w4 = weight * deriv_sigmoid(sum_h2)
        d_h2_d_b2 = deriv_sigmoid(sum_h2)

        # Update weights and biases
        w1 -= learn_rate * d_L_d_ypred * d_ypred_d_h1 * d_h1_d_w1
        w2 -= learn_rate * d_L_d_ypred * d_ypred_d_h1 * d_h1_d_w2
        b1 -= learn_rate * d_L_d_ypred * d_ypred_d_h1 * d_h1_d_b1
        w3 -= learn_rate * d_L_d_ypred * d_ypred_d_h2 * d_h2_d_w3
        w4 -= learn_rate * d_L_d_ypred * d_ypred_d_h2 * d_h2_d_w4
        b2 -= learn_rate * d_L_d_ypred * d_ypred_d_h2 * d_h2_d_b2
        w5 -= learn_rate * d_L_d_ypred * d_ypred_d_w5
        w6 -= learn_rate * d_L_d_ypred * d_ypred_d_w6
        b3 -= learn_rate * d_L_d_ypred * d_ypred_d_b3
