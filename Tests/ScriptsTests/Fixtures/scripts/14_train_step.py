# loss: L
# mistake: dw2 = h.T @ g ==> dw2 = h.T @ (pred - y)
import numpy as np

np.random.seed(21)
x = np.random.randn(16, 3)
y = np.random.randn(16, 2)
w1 = np.random.randn(3, 5)
w2 = np.random.randn(5, 2)

def step(w1, w2, lr=1e-3):
    h = np.maximum(x @ w1, 0)
    pred = h @ w2
    L = np.square(pred - y).sum()
    g = 2.0 * (pred - y)
    dw2 = h.T @ g
    gh = g @ w2.T
    gh[h <= 0] = 0
    dw1 = x.T @ gh
    return w1 - lr * dw1, w2 - lr * dw2, L

history = []
for t in range(200):
    w1, w2, L = step(w1, w2)
    history.append(L)
print(history[-1])
