# loss: cost
# mistake: b1 = np.zeros((n_hidden, 1)) ==> b1 = np.zeros((n_hidden, n_samples))
import numpy as np
np.random.seed(30)
n_samples = 16
n_hidden = 5
X = np.random.uniform(-1, 1, size=(2, n_samples))
Y = np.logical_xor(X[0:1] > 0, X[1:2] > 0).astype(float)
W1 = np.random.randn(n_hidden, 2)
b1 = np.zeros((n_hidden, 1))
W2 = np.random.randn(1, n_hidden)
b2 = np.zeros((1, 1))
for i in range(200):
    Z1 = np.matmul(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.matmul(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    dZ2 = (A2 - Y) / n_samples
    dW2 = np.matmul(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.matmul(W2.T, dZ2) * (1 - np.square(A1))
    dW1 = np.matmul(dZ1, X.T)
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    W1 -= 1.0 * dW1
    b1 -= 1.0 * db1
    W2 -= 1.0 * dW2
    b2 -= 1.0 * db2
