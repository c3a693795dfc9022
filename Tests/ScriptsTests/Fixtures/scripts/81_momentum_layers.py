# loss: total / len(X) at history.append
# mistake: self.W -= self.vW ==> self.W -= lr * self.vW
import numpy as np

rng = np.random.default_rng(99)


class Dense:
    """Fully connected layer with tanh or identity, trained by SGD with momentum."""

    def __init__(self, n_in, n_out, activation="tanh"):
        self.W = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)
        self.vW = np.zeros_like(self.W)
        self.vb = np.zeros_like(self.b)
        self.activation = activation

    def forward(self, x):
        self.x = x
        z = x @ self.W + self.b
        self.a = np.tanh(z) if self.activation == "tanh" else z
        return self.a

    def backward(self, da):
        dz = da * (1 - self.a ** 2) if self.activation == "tanh" else da
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        return dz @ self.W.T

    def update(self, lr, mu):
        self.vW = mu * self.vW + lr * self.dW
        self.vb = mu * self.vb + lr * self.db
        self.W -= self.vW
        self.b -= self.vb


def batches(n, size):
    perm = rng.permutation(n)
    return [perm[i:i + size] for i in range(0, n, size)]


# target: damped oscillation of two variables
X = rng.uniform(-1, 1, (192, 2))
y = np.exp(-X[:, :1] ** 2) * np.sin(3 * X[:, 1:])

net = [Dense(2, 20), Dense(20, 10), Dense(10, 1, activation="linear")]
lr, mu = 0.05, 0.9
history = []

for epoch in range(100):
    total = 0.0
    for idx in batches(len(X), 32):
        out = X[idx]
        for layer in net:
            out = layer.forward(out)
        diff = out - y[idx]
        total += 0.5 * np.sum(diff ** 2)
        g = diff / len(idx)
        for layer in net[::-1]:
            g = layer.backward(g)
        for layer in net:
            layer.update(lr, mu)
    history.append(total / len(X))
    if epoch % 20 == 19:
        print(f"epoch {epoch + 1}: {history[-1]:.5f}")
