# loss: J
# mistake: db2 = np.sum(delta2, axis=1, keepdims=True) / m ==> db2 = np.sum(delta2, axis=1) / m
import numpy as np
np.random.seed(28)
m = 3
X = np.array([[0.5, -1.0, 2.0], [1.0, 0.3, -0.7]])
Y = np.array([[0.2, 0.9, 0.4], [0.1, 0.5, 0.6], [0.7, 0.3, 0.8]])
Theta1 = np.random.randn(4, 2)
b1 = np.zeros((4, 1))
Theta2 = np.random.randn(3, 4)
b2 = np.zeros((3, 1))
g = lambda z: 1 / (1 + np.exp(-z))
for it in range(200):
    a1 = g(Theta1 @ X + b1)
    a2 = g(Theta2 @ a1 + b2)
    J = np.sum((a2 - Y) ** 2) / (2 * m)
    delta2 = (a2 - Y) * a2 * (1 - a2)
    delta1 = Theta2.T @ delta2 * a1 * (1 - a1)
    dTheta2 = delta2 @ a1.T / m
    db2 = np.sum(delta2, axis=1, keepdims=True) / m
    dTheta1 = delta1 @ X.T / m
    db1 = np.sum(delta1, axis=1, keepdims=True) / m
    Theta1 -= 0.7 * dTheta1
    Theta2 -= 0.7 * dTheta2
    b1 -= 0.7 * db1
    b2 = b2 - 0.7 * db2
