# loss: cost
# mistake: dA1 = np.dot(W2.T, dZ2) ==> dA1 = np.dot(W2, dZ2)
import numpy as np
np.random.seed(38)

def sigmoid(z):
    return 1/(1+np.exp(-z))

def d_sigmoid(a):
    return a * (1 - a)

X = np.random.randn(3, 20)
Y = np.vstack([X[0] > X[1], X[1] > X[2], X[2] > X[0]]) * 1.0
W1 = np.random.randn(3, 3)
b1 = np.zeros((3, 1))
W2 = np.random.randn(3, 3)
b2 = np.zeros((3, 1))
lr = 0.5
i = 0
while i < 300:
    A1 = sigmoid(np.dot(W1, X) + b1)
    A2 = sigmoid(np.dot(W2, A1) + b2)
    cost = np.sum((A2 - Y) ** 2) / (2 * X.shape[1])
    dA2 = (A2 - Y) / X.shape[1]
    dZ2 = dA2 * d_sigmoid(A2)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * d_sigmoid(A1)
    W2 -= lr * np.dot(dZ2, A1.T)
    b2 -= lr * np.sum(dZ2, axis=1, keepdims=True)
    W1 -= lr * np.dot(dZ1, X.T)
    b1 -= lr * np.sum(dZ1, axis=1, keepdims=True)
    if i % 100 == 0:
        print('iteration', i, 'cost', cost)
    i += 1
