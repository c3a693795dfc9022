import numpy as np
np.random.seed(0)
X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
y = np.array([[0, 1, 1, 0]])
w = np.random.randn(1, 2) * 0.1
b = np.zeros((1, 1))
for i in range(100):
    a = 1 / (1 + np.exp(-(w @ X + b)))
    loss = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    dz = a - y
    w -= 0.1 * dz @ X.T / 4
    b -= 0.1 * np.sum(dz, axis=1, keepdims=True) / 4
    if i % 10 == 0:
        print(f"{i}: {loss:.3f}")
