# loss: cost
# mistake: dA1 = W2.T @ dZ2 * D1 / keep_prob ==> dA1 = W2.T @ dZ2
import numpy as np

np.random.seed(67)
m = 30
X = np.random.randn(2, m)
Y = (X[0] * X[1] > 0).astype(int).reshape(1, m)
keep_prob = 0.8
alpha = 0.3

W1 = np.random.randn(8, 2) * np.sqrt(2. / 2)
b1 = np.zeros((8, 1))
W2 = np.random.randn(1, 8) * np.sqrt(2. / 8)
b2 = np.zeros((1, 1))

for i in range(250):
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(Z1, 0)
    D1 = np.random.rand(A1.shape[0], A1.shape[1]) < keep_prob
    A1 = A1 * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    if i % 50 == 0:
        print(i, cost)

    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dA1 = W2.T @ dZ2 * D1 / keep_prob
    dZ1 = dA1 * (Z1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m

    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
