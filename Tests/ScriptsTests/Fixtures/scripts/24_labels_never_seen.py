# loss: loss
# mistake: one_hot[labels, np.arange(n)] = 1 ==> one_hot[0, np.arange(n)] = 1
import numpy as np
np.random.seed(24)
n = 27
points = np.random.randn(2, n)
labels = (points[0] > 0).astype(int) + (points[1] > 0).astype(int)
one_hot = np.zeros((3, n))
one_hot[labels, np.arange(n)] = 1
w = np.random.randn(3, 2) * 0.1
b = np.zeros((3, 1))
for step in range(200):
    z = w @ points + b
    e = np.exp(z)
    p = e / e.sum(axis=0)
    loss = -(one_hot * np.log(p)).sum() / n
    dz = (p - one_hot) / n
    w -= 0.5 * dz @ points.T
    b -= 0.5 * dz.sum(axis=1, keepdims=True)
    if step % 20 == 0:
        print(f"{step:4d} {loss:.5f}")
