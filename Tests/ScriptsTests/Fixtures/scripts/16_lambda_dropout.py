# loss: loss
# mistake: dz = da * dsig(a) ==> dz = da * (1 - a)
import numpy as np
np.random.seed(14)
X = np.random.randn(18, 4)
Y = np.random.rand(18, 1)
W1 = np.random.randn(4, 7) * 0.4
W2 = np.random.randn(7, 1) * 0.4
keep = 0.8
sig = lambda z: 1 / (1 + np.exp(-z))
dsig = lambda a: a * (1 - a)
for epoch in range(200):
    a = sig(X @ W1)
    mask = (np.random.rand(*a.shape) < keep) / keep
    h = a * mask
    out = h @ W2
    loss = np.mean((out - Y) ** 2)
    dout = 2 * (out - Y) / len(Y)
    dW2 = h.T @ dout
    da = (dout @ W2.T) * mask
    dz = da * dsig(a)
    dW1 = X.T @ dz
    W1 -= 0.3 * dW1
    W2 -= 0.3 * dW2
