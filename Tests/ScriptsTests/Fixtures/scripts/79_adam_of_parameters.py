# loss: loss_fn(forward(X_train[rows])[1], y_train[rows]) of 5 at opt.step(
# mistake: params[i] -= self.lr * corr * self.m[i] / (np.sqrt(self.v[i]) + 1e-8) ==> params[i] += self.lr * corr * self.m[i] / (np.sqrt(self.v[i]) + 1e-8)
# Toy "digits": 3x5 pixel pictures of 0, 1, 2 and 3 with noisy pixels.
# Optimizer: Adam (mini-batches).
import numpy as np

np.random.seed(17)

glyphs = ["111101101101111", "010110010010111", "111001111100111", "111001011001111"]
clean = np.array([[int(ch) for ch in g] for g in glyphs], dtype=float)

N = 200
y = np.random.randint(0, 4, N)
X = clean[y] + 0.5 * np.random.randn(N, 15)
split = 150
X_train, y_train, X_test, y_test = X[:split], y[:split], X[split:], y[split:]

theta = [np.random.randn(15, 12) * np.sqrt(2 / 15), np.zeros(12),
         np.random.randn(12, 4) * np.sqrt(2 / 12), np.zeros(4)]


def forward(X):
    W1, b1, W2, b2 = theta
    H = np.maximum(X @ W1 + b1, 0)
    S = H @ W2 + b2
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return H, E / E.sum(axis=1, keepdims=True)


def loss_fn(P, y):
    return np.mean(-np.log(P[np.arange(len(y)), y]))


def gradients(X, y):
    W1, b1, W2, b2 = theta
    H, P = forward(X)
    D = P
    D[np.arange(len(y)), y] -= 1
    D = D / len(y)
    DH = D @ W2.T
    DH[H == 0] = 0
    return [X.T @ DH, DH.sum(0), H.T @ D, D.sum(0)]


class Adam:
    def __init__(self, params, lr=0.01, b1=0.9, b2=0.999):
        self.lr, self.b1, self.b2 = lr, b1, b2
        self.m = [0.0 * p for p in params]
        self.v = [0.0 * p for p in params]
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        corr = np.sqrt(1 - self.b2 ** self.t) / (1 - self.b1 ** self.t)
        for i, g in enumerate(grads):
            self.m[i] += (1 - self.b1) * (g - self.m[i])
            self.v[i] += (1 - self.b2) * (g * g - self.v[i])
            params[i] -= self.lr * corr * self.m[i] / (np.sqrt(self.v[i]) + 1e-8)


opt = Adam(theta)
for epoch in range(41):
    perm = np.random.permutation(split)
    for k in range(0, split, 30):
        rows = perm[k:k + 30]
        opt.step(theta, gradients(X_train[rows], y_train[rows]))
    if epoch % 10 == 0:
        _, P = forward(X_train)
        _, Q = forward(X_test)
        print("epoch %2d  train loss %.4f  test loss %.4f  test acc %.2f"
              % (epoch, loss_fn(P, y_train), loss_fn(Q, y_test), np.mean(Q.argmax(1) == y_test)))
