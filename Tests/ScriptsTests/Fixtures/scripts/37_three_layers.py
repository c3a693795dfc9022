# loss: loss
# mistake: d2 = (d3 @ w3.T) * (1 - a2 ** 2) ==> d2 = (d3 @ w3.T) * (1 - a1 ** 2)
import numpy as np
np.random.seed(37)
x = np.random.randn(18, 4)
t = (x[:, [0]] * x[:, [1]] > 0).astype(float)
w1, w2, w3 = np.random.randn(4, 5) * 0.5, np.random.randn(5, 5) * 0.5, np.random.randn(5, 1) * 0.5
c1, c2, c3 = np.zeros(5), np.zeros(5), np.zeros(1)
for n in range(200):
    a1 = np.tanh(x @ w1 + c1)
    a2 = np.tanh(a1 @ w2 + c2)
    a3 = 1 / (1 + np.exp(-(a2 @ w3 + c3)))
    loss = -(t * np.log(a3) + (1 - t) * np.log(1 - a3)).mean()
    d3 = (a3 - t) / len(x)
    d2 = (d3 @ w3.T) * (1 - a2 ** 2)
    d1 = (d2 @ w2.T) * (1 - a1 ** 2)
    w3 -= a2.T @ d3
    w2 -= a1.T @ d2
    w1 -= x.T @ d1
    c3 -= d3.sum(0)
    c2 -= d2.sum(0)
    c1 -= d1.sum(0)
    if n % 40 == 0: print(n, loss)
