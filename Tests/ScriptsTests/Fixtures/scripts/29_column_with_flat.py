# loss: loss
# mistake: y = (3 * x[:, 0] - 2 * x[:, 1] + 1).reshape(-1, 1) ==> y = (3 * x[:, 0] - 2 * x[:, 1] + 1)
import numpy as np
np.random.seed(29)
x = np.random.randn(20, 2)
y = (3 * x[:, 0] - 2 * x[:, 1] + 1).reshape(-1, 1)

def predict(x, w, b):
    return np.dot(x, w) + b

def mse(y_pred, y_true):
    return np.mean((y_pred - y_true) ** 2)

w = np.zeros((2, 1))
b = np.zeros(1)
for epoch in range(200):
    y_pred = predict(x, w, b)
    loss = mse(y_pred, y)
    error = y_pred - y
    w = w - 0.05 * 2 * np.dot(x.T, error).mean(axis=1, keepdims=True) / len(x)
    b = b - 0.05 * 2 * np.mean(error)
    if epoch % 50 == 0:
        print("loss:", loss)
