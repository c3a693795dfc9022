# loss: cost
# mistake: dW = np.dot(X.T, A - y) / m + lambd / m * W ==> dW = np.dot(X.T, A - y) / m
import numpy as np

np.random.seed(25)
m, n = 32, 4
X = np.random.randn(m, n)
y = (X.sum(axis=1, keepdims=True) > 0.2) * 1

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def cost_function(A, y, W, lambd):
    cross = -np.sum(y * np.log(A) + (1 - y) * np.log(1 - A)) / m
    l2 = lambd / (2 * m) * np.sum(np.square(W))
    return cross + l2

W = np.zeros((n, 1))
b = 0
learning_rate = 0.4
lambd = 0.7
for i in range(1, 201):
    A = sigmoid(np.dot(X, W) + b)
    cost = cost_function(A, y, W, lambd)
    dW = np.dot(X.T, A - y) / m + lambd / m * W
    db = np.mean(A - y)
    W = W - learning_rate * dW
    b = b - learning_rate * db
    if i % 50 == 0:
        print('Cost after %d: %.4f' % (i, cost))
