# loss: loss
# mistake: dW1 = X.T @ dz1 + l2 * W1 ==> dW1 = X.T @ dz1 - l2 * W1
import numpy as np
np.random.seed(42)
X = np.random.randn(28, 2)
y = (np.sum(X ** 2, axis=1) > 1.5).astype(int).reshape(-1, 1)
l2 = 0.05
lr0 = 0.8
W1 = np.random.randn(2, 6) * 0.7
b1 = np.zeros((1, 6))
W2 = np.random.randn(6, 1) * 0.7
b2 = np.zeros((1, 1))
for epoch in range(200):
    lr = lr0 * 0.99 ** epoch
    z1 = X @ W1 + b1
    h = np.tanh(z1)
    p = 1 / (1 + np.exp(-np.clip(h @ W2 + b2, -30, 30)))
    eps = 1e-10
    p_safe = np.clip(p, eps, 1 - eps)
    data_loss = -np.mean(y * np.log(p_safe) + (1 - y) * np.log(1 - p_safe))
    loss = data_loss + 0.5 * l2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    dz2 = (p - y) / len(y)
    dW2 = h.T @ dz2 + l2 * W2
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = dz2 @ W2.T * (1 - h ** 2)
    dW1 = X.T @ dz1 + l2 * W1
    db1 = dz1.sum(axis=0, keepdims=True)
    for param, grad in zip([W1, b1, W2, b2], [dW1, db1, dW2, db2]):
        param -= lr * grad
