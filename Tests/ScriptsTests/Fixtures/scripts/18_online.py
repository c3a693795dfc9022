# loss: loss of 4
# mistake: delta2 = (a2 - t) * a2 * (1 - a2) ==> delta2 = (a2 - t)
import numpy as np
np.random.seed(18)
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([0.0, 1.0, 1.0, 0.0])
W1 = np.random.randn(3, 2)
b1 = np.zeros(3)
W2 = np.random.randn(3)
b2 = 0.0
rate = 0.5
for epoch in range(200):
    for i in range(4):
        x = X[i]
        t = T[i]
        a1 = 1 / (1 + np.exp(-(W1 @ x + b1)))
        a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))
        loss = 0.5 * (a2 - t) ** 2
        delta2 = (a2 - t) * a2 * (1 - a2)
        delta1 = delta2 * W2 * a1 * (1 - a1)
        W2 = W2 - rate * delta2 * a1
        b2 = b2 - rate * delta2
        W1 = W1 - rate * np.outer(delta1, x)
        b1 = b1 - rate * delta1
