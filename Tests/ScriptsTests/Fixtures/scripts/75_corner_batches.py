# loss: running / len(Xtr) at if (ep
# mistake: yb = Ytr[idx[s:s + bs]] ==> yb = Ytr[s:s + bs]
import numpy as np

rng = np.random.default_rng(2024)

# 4 classes = 4 corners of the square, a bit blurred
n = 200
y = rng.integers(0, 4, n)
X = np.c_[2 * (y % 2) - 1, 2 * (y // 2) - 1] + rng.normal(0, 0.4, (n, 2))
Xtr, ytr = X[:160], y[:160]
Xte, yte = X[160:], y[160:]
Ytr = np.eye(4)[ytr]

W1 = rng.normal(0, 0.5, (2, 24)); b1 = np.zeros(24)
W2 = rng.normal(0, 0.5, (24, 4)); b2 = np.zeros(4)
lr, bs = 0.2, 20


def predict(A):
    return np.argmax(np.maximum(A @ W1 + b1, 0) @ W2 + b2, axis=1)


for ep in range(60):
    idx = rng.permutation(len(Xtr))
    running = 0.0
    for s in range(0, len(Xtr), bs):
        xb = Xtr[idx[s:s + bs]]
        yb = Ytr[idx[s:s + bs]]

        z1 = xb @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        z2 = z2 - z2.max(axis=1, keepdims=True)
        logp = z2 - np.log(np.exp(z2).sum(axis=1, keepdims=True))
        running += -(yb * logp).sum()

        g2 = (np.exp(logp) - yb) / bs
        g1 = (g2 @ W2.T) * (z1 > 0)
        W2 -= lr * (a1.T @ g2)
        b2 -= lr * g2.sum(0)
        W1 -= lr * (xb.T @ g1)
        b1 -= lr * g1.sum(0)
    if (ep + 1) % 10 == 0:
        print(f"epoch {ep + 1:2d}  loss {running / len(Xtr):.3f}  "
              f"train {np.mean(predict(Xtr) == ytr):.2f}  test {np.mean(predict(Xte) == yte):.2f}")
