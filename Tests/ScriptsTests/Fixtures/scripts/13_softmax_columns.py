# loss: cost
# mistake: W -= lr * dW ==> W += lr * dW
import numpy as np
np.random.seed(6)
X = np.random.randn(4, 24)
labels = np.random.randint(0, 3, size=24)
Y = np.eye(3)[labels].T
W = np.random.randn(3, 4) * 0.1
b = np.zeros((3, 1))
lr = 0.2

def softmax(z):
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)

for epoch in range(200):
    P = softmax(np.dot(W, X) + b)
    cost = -np.sum(Y * np.log(P)) / 24
    dZ = (P - Y) / 24
    dW = np.dot(dZ, X.T)
    db = np.sum(dZ, axis=1, keepdims=True)
    W -= lr * dW
    b -= lr * db
