# loss: cost at costs.append
# mistake: dW[l] = np.dot(dZ, A[l - 1].T) / m + lambd / m * W[l] ==> dW[l] = np.dot(dZ, A[l - 1].T) / m + lambd * W[l]
import numpy as np
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

np.random.seed(8)
m = 120
X = np.random.randn(2, m)
Y = (X[0] * X[1] + 0.3 * np.random.randn(m) > 0).astype(float).reshape(1, m)

dims = [2, 12, 6, 1]
L = len(dims) - 1
lambd = 0.7
alpha = 0.6

W = {}
b = {}
for l in range(1, L + 1):
    W[l] = np.random.randn(dims[l], dims[l - 1]) / np.sqrt(dims[l - 1])
    b[l] = np.zeros((dims[l], 1))

costs = []
for it in range(300):
    # forward: tanh in the hidden layers, sigmoid at the end
    A = {0: X}
    for l in range(1, L):
        A[l] = np.tanh(np.dot(W[l], A[l - 1]) + b[l])
    A[L] = 1 / (1 + np.exp(-(np.dot(W[L], A[L - 1]) + b[L])))

    # cost = cross entropy + (lambda / 2m) * sum of squared weights
    cross_entropy = -np.sum(Y * np.log(A[L]) + (1 - Y) * np.log(1 - A[L])) / m
    l2 = 0
    for l in range(1, L + 1):
        l2 += np.sum(np.square(W[l]))
    cost = cross_entropy + lambd / (2 * m) * l2
    costs.append(cost)

    # backward
    dW = {}
    db = {}
    dZ = A[L] - Y
    for l in range(L, 0, -1):
        dW[l] = np.dot(dZ, A[l - 1].T) / m + lambd / m * W[l]
        db[l] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dZ = np.dot(W[l].T, dZ) * (1 - A[l - 1] ** 2)

    # update
    for l in range(1, L + 1):
        W[l] = W[l] - alpha * dW[l]
        b[l] = b[l] - alpha * db[l]

    if it % 50 == 0:
        print("Cost after iteration {}: {:.5f}".format(it, cost))

print("accuracy:", np.mean((A[L] > 0.5) == Y))
