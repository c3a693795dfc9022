# loss: loss / (N // batch) at if epoch
# mistake: return e / e.sum(axis=1, keepdims=True) ==> return e / e.sum(axis=1)
import numpy as np

rng = np.random.default_rng(1)
N = 200
X = rng.uniform(-1, 1, (N, 2))
y = (X[:, 0] > 0) * 2 + (X[:, 1] > 0)     # 0, 1, 2, 3
onehot = np.eye(4)[y]

W1 = rng.normal(size=(2, 10)) * 0.7
b1 = np.zeros((1, 10))
W2 = rng.normal(size=(10, 4)) * 0.3
b2 = np.zeros((1, 4))


def hidden(x):
    return np.tanh(x @ W1 + b1)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


lr = 0.05
batch = 4
for epoch in range(50):
    perm = rng.permutation(N)
    loss = 0
    for i in range(0, N, batch):
        idx = perm[i:i + batch]
        xb, tb = X[idx], onehot[idx]

        h = hidden(xb)
        p = softmax(h @ W2 + b2)
        loss += -np.mean(np.sum(tb * np.log(p), axis=1))

        # gradients (mean over the batch)
        dz2 = (p - tb) / batch
        dW2 = h.T @ dz2
        db2 = dz2.sum(axis=0, keepdims=True)
        dz1 = dz2 @ W2.T * (1 - h ** 2)
        dW1 = xb.T @ dz1
        db1 = dz1.sum(axis=0, keepdims=True)

        W2 -= lr * dW2
        b2 -= lr * db2
        W1 -= lr * dW1
        b1 -= lr * db1

    if epoch % 10 == 0:
        scores = hidden(X) @ W2 + b2
        print(f"epoch {epoch}: loss {loss / (N // batch):.4f}, accuracy {np.mean(scores.argmax(axis=1) == y):.3f}")
