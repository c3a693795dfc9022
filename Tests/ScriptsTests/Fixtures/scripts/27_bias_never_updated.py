# loss: loss
# mistake: net.b1 -= lr * db1 ==> net.b1 -= 0
import numpy as np

class Net:
    pass

rng = np.random.default_rng(27)
X = rng.standard_normal((24, 2))
T = np.sin(X[:, :1]) + X[:, 1:] ** 2
net = Net()
net.W1 = rng.standard_normal((2, 7)) * 0.6
net.b1 = rng.standard_normal((1, 7)) * 0.1
net.W2 = rng.standard_normal((7, 1)) * 0.6
net.b2 = np.zeros((1, 1))
lr = 0.05
for epoch in range(200):
    Z = X @ net.W1 + net.b1
    H = np.where(Z > 0, Z, 0.01 * Z)
    P = H @ net.W2 + net.b2
    loss = np.mean((P - T) ** 2)
    dP = 2 * (P - T) / len(X)
    dW2 = H.T @ dP
    db2 = dP.sum(0, keepdims=True)
    dH = dP @ net.W2.T
    dZ = dH * np.where(Z > 0, 1, 0.01)
    dW1 = X.T @ dZ
    db1 = dZ.sum(0, keepdims=True)
    net.W1 -= lr * dW1
    net.b1 -= lr * db1
    net.W2 -= lr * dW2
    net.b2 -= lr * db2
