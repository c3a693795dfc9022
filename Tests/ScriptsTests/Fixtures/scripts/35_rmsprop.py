# loss: L
# mistake: dW1 = X.T @ (dout @ W2.T * (1 - A1 ** 2)) ==> dW1 = X.T @ (dout @ W2.T * (1 - (X @ W1) ** 2))
import numpy as np
np.random.seed(35)
X = np.random.randn(30, 3)
Y = np.tanh(X @ np.random.randn(3, 2))
W1 = np.random.randn(3, 8) * 0.4
W2 = np.random.randn(8, 2) * 0.4
cache_W1 = np.zeros_like(W1)
cache_W2 = np.zeros_like(W2)
lr, decay, epsilon = 0.002, 0.9, 0.01
for t in range(200):
    A1 = np.tanh(X @ W1)
    out = A1 @ W2
    L = np.mean(np.sum((out - Y) ** 2, axis=1))
    dout = 2 * (out - Y) / len(X)
    dW2 = A1.T @ dout
    dW1 = X.T @ (dout @ W2.T * (1 - A1 ** 2))
    cache_W1 = decay * cache_W1 + (1 - decay) * dW1 ** 2
    cache_W2 = decay * cache_W2 + (1 - decay) * dW2 ** 2
    W1 = W1 - lr * dW1 / (np.sqrt(cache_W1) + epsilon)
    W2 = W2 - lr * dW2 / (np.sqrt(cache_W2) + epsilon)
