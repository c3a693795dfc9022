# loss: cost
# mistake: return exps / np.sum(exps, axis=0, keepdims=True) ==> return exps / np.sum(exps)
import numpy as np

def softmax(scores):
    """Probabilities, a column an example."""
    exps = np.exp(scores - np.max(scores))
    return exps / np.sum(exps, axis=0, keepdims=True)

def one_hot(y, classes):
    encoded = np.zeros((classes, y.size))
    encoded[y, np.arange(y.size)] = 1
    return encoded

np.random.seed(21)
x = np.random.randn(5, 30)
y = np.random.randint(0, 4, 30)
target = one_hot(y, 4)
m = x.shape[1]

W1 = np.random.randn(6, 5) * 0.4
b1 = np.zeros((6, 1))
W2 = np.random.randn(4, 6) * 0.4
b2 = np.zeros((4, 1))
alpha = 0.3

for epoch in range(200):
    Z1 = W1.dot(x) + b1
    A1 = np.maximum(0, Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    cost = -np.sum(target * np.log(A2)) / m
    dZ2 = A2 - target
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * (Z1 > 0)
    dW1 = 1 / m * dZ1.dot(x.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    if epoch % 50 == 0:
        print("Iteration:", epoch, "cost:", cost)
