# loss: cost() at dZ2 =
# mistake: dW2 = dZ2 @ A1.T / m ==> dW2 = dZ2 @ A1.T
import numpy as np
np.random.seed(17)
X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
Y = np.array([[0, 1, 1, 0]])
m = 4
W1, b1 = np.random.randn(3, 2), np.zeros((3, 1))
W2, b2 = np.random.randn(1, 3), np.zeros((1, 1))

def forward(X):
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = 1 / (1 + np.exp(-Z2))
    return A1, A2

def cost():
    A1, A2 = forward(X)
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

lr = 0.5
for epoch in range(200):
    A1, A2 = forward(X)
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = W2.T @ dZ2 * (1 - A1 ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    W1 = W1 - lr * dW1
    b1 = b1 - lr * db1
    W2 = W2 - lr * dW2
    b2 = b2 - lr * db2
    if epoch % 100 == 0:
        print("cost", cost())
