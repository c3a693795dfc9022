# loss: J
# mistake: dtheta = X.T.dot(h - y) / m + lam / m * theta ==> dtheta = X.T.dot(h - y) / m + lam * theta
import numpy as np
np.random.seed(12)
m = 22
X = np.hstack((np.ones((m, 1)), np.random.randn(m, 2)))
y = (X[:, 1:2] - X[:, 2:3] > 0).astype(float)
theta = np.random.randn(3, 1)
lam = 0.1
alpha0 = 0.5
J_history = []
for epoch in range(200):
    alpha = alpha0 / (1 + 0.01 * epoch)
    z = X.dot(theta)
    h = 1 / (1 + np.exp(-z))
    J = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h)) + lam / (2 * m) * np.sum(theta ** 2)
    J_history.append(J)
    dtheta = X.T.dot(h - y) / m + lam / m * theta
    theta = theta - alpha * dtheta
