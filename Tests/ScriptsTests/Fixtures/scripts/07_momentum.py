# loss: loss
# mistake: v_w = beta * v_w - lr * dw ==> v_w = beta * v_w + lr * dw
import numpy as np
rng = np.random.default_rng(7)
X = rng.normal(size=(2, 30))
Y = 3 * X[0:1] - X[1:2] + 1
w = rng.normal(size=(1, 2))
b = np.zeros((1, 1))
v_w = np.zeros_like(w)
v_b = np.zeros_like(b)
lr = 0.02
beta = 0.9
losses = []
for t in range(200):
    A = w @ X + b
    loss = ((A - Y) ** 2).mean() / 2
    losses.append(loss)
    dA = (A - Y) / X.shape[1]
    dw = dA @ X.T
    db = dA.sum(axis=1, keepdims=True)
    v_w = beta * v_w - lr * dw
    v_b = beta * v_b - lr * db
    w = w + v_w
    b = b + v_b
