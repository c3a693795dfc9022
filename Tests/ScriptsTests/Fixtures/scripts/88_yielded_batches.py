# loss: batch_loss of 3
# mistake: X, T = X[order], T[order] ==> X = X[order]
# named: in iterate_batches(X, T, 30, rng):
import numpy as np

def make_data(n=90, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2))
    y = np.where(X[:, 0] + X[:, 1] > 0.5, 2, np.where(X[:, 0] - X[:, 1] > 0, 1, 0))
    return X, y

def one_hot(y, k):
    out = np.zeros((y.size, k))
    out[np.arange(y.size), y] = 1
    return out

def iterate_batches(X, T, size, rng):
    order = rng.permutation(len(X))
    X, T = X[order], T[order]
    for i in range(0, len(X), size):
        yield X[i:i + size], T[i:i + size]

def softmax(s):
    s = s - s.max(axis=-1, keepdims=True)
    return np.exp(s) / np.exp(s).sum(axis=-1, keepdims=True)

X, y = make_data()
T = one_hot(y, 3)
rng = np.random.default_rng(1)
W1 = rng.normal(0, 0.5, (2, 9)); b1 = np.zeros(9)
W2 = rng.normal(0, 0.5, (9, 3)); b2 = np.zeros(3)

for epoch in range(1, 31):
    running = 0.0
    for xb, tb in iterate_batches(X, T, 30, rng):
        a = np.maximum(xb @ W1 + b1, 0)
        p = softmax(a @ W2 + b2)
        batch_loss = -np.sum(tb * np.log(p)) / len(xb)
        running += batch_loss
        ds = (p - tb) / len(xb)
        da = ds @ W2.T
        da[a <= 0] = 0
        W2 -= 0.3 * a.T @ ds
        b2 -= 0.3 * ds.sum(axis=0)
        W1 -= 0.3 * xb.T @ da
        b1 -= 0.3 * da.sum(axis=0)
    if epoch % 10 == 0:
        print(f"[{epoch}] loss={running / 3:.3f}")
