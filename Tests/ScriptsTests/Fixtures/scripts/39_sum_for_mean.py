# loss: loss
# mistake: return np.sum(d, axis=0) / d.shape[0] ==> return np.sum(d, axis=0)
import numpy as np

def relu(v):
    return v * (v > 0)

def relu_grad(v):
    return 1.0 * (v > 0)

def weight_grad(a, d):
    return a.T.dot(d) / d.shape[0]

def bias_grad(d):
    return np.sum(d, axis=0) / d.shape[0]

np.random.seed(39)
X = np.random.randn(25, 3)
y = np.abs(X[:, :1]) - X[:, 1:2]
W1 = np.random.randn(3, 10) * np.sqrt(2.0 / 3)
b1 = np.zeros(10)
W2 = np.random.randn(10, 1) * np.sqrt(2.0 / 10)
b2 = np.zeros(1)
lr = 0.03
history = []
for epoch in range(200):
    z1 = X.dot(W1) + b1
    a1 = relu(z1)
    out = a1.dot(W2) + b2
    loss = np.mean((out - y) ** 2)
    history.append(loss)
    d2 = 2 * (out - y)
    d1 = d2.dot(W2.T) * relu_grad(z1)
    W2 -= lr * weight_grad(a1, d2)
    b2 -= lr * bias_grad(d2)
    W1 -= lr * weight_grad(X, d1)
    b1 -= lr * bias_grad(d1)
