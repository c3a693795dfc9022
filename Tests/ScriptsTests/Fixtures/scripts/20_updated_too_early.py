# loss: loss
# mistake: dh = err @ W2.T ==> W2 = W2 - lr * dW2; dh = err @ W2.T; W2 = W2 + lr * dW2
import numpy as np
np.random.seed(20)
X = np.random.randn(14, 2)
Y = X[:, :1] * X[:, 1:]
W1 = np.random.randn(2, 5)
W2 = np.random.randn(5, 1)
lr = 0.1
for k in range(200):
    h = np.tanh(X @ W1)
    out = h @ W2
    loss = ((out - Y) ** 2).sum() / 14
    err = 2 * (out - Y) / 14
    dW2 = h.T @ err
    dh = err @ W2.T
    dW1 = X.T @ (dh * (1 - h * h))
    W1 = W1 - lr * dW1
    W2 = W2 - lr * dW2
