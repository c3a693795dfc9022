# loss: loss of 5
# mistake: db1 = np.sum(dz1, axis=0, keepdims=True) / batch ==> db1 = np.sum(dz1, axis=0, keepdims=True)
import numpy as np
np.random.seed(32)
N, D, H, C = 40, 2, 6, 3
X = np.random.randn(N, D)
y = np.random.randint(C, size=N)
Y = np.eye(C)[y]
W1 = np.random.randn(D, H) * 0.5
b1 = np.zeros((1, H))
W2 = np.random.randn(H, C) * 0.5
b2 = np.zeros((1, C))
batch = 8
lr = 0.2
for epoch in range(60):
    order = np.random.permutation(N)
    total = 0
    for start in range(0, N, batch):
        idx = order[start:start + batch]
        xb, yb = X[idx], Y[idx]
        z1 = xb @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        e = np.exp(z2 - z2.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.sum(yb * np.log(p)) / batch
        total += loss
        dz2 = p - yb
        dW2 = a1.T @ dz2 / batch
        db2 = np.sum(dz2, axis=0, keepdims=True) / batch
        dz1 = dz2 @ W2.T
        dz1[z1 <= 0] = 0
        dW1 = xb.T @ dz1 / batch
        db1 = np.sum(dz1, axis=0, keepdims=True) / batch
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        b2 -= lr * db2
    if epoch % 10 == 0:
        print(f"epoch {epoch}: {total / 5:.4f}")
