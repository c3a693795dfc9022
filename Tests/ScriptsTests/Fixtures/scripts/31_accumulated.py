# loss: loss at W = W - eta
# mistake: grad_W, grad_b = np.zeros_like(W), np.zeros_like(b) ==> pass
# named: grad_W = grad_W + np.outer(x, err)
import numpy as np
np.random.seed(31)
X = np.random.randn(6, 3)
Y = np.random.randn(6, 2)
W = np.random.randn(3, 2) * 0.3
b = np.zeros(2)
grad_W = np.zeros_like(W)
grad_b = np.zeros_like(b)
eta = 0.01
for epoch in range(200):
    grad_W, grad_b = np.zeros_like(W), np.zeros_like(b)
    loss = 0
    for x, t in zip(X, Y):
        out = x @ W + b
        err = out - t
        loss = loss + 0.5 * np.sum(err ** 2)
        grad_W = grad_W + np.outer(x, err)
        grad_b = grad_b + err
    W = W - eta * grad_W
    b = b - eta * grad_b
    print(epoch, loss)
