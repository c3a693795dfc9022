# loss: loss of 6
# mistake: np.sum(dz1, axis=1, keepdims=True) / m ==> np.sum(dz1) / m
from dataclasses import dataclass, field
import numpy as np


@dataclass
class Config:
    n_hidden: int = 12
    batch_size: int = 25
    lr: float = 0.4
    l2: float = 1e-3
    n_epochs: int = 40


class Network:
    def __init__(self, n_x, n_y, config):
        self.config = config
        self.W1 = np.random.randn(config.n_hidden, n_x) * 0.5
        self.b1 = np.zeros((config.n_hidden, 1))
        self.W2 = np.random.randn(n_y, config.n_hidden) * 0.5
        self.b2 = np.zeros((n_y, 1))

    @staticmethod
    def softmax(z):
        e = np.exp(z - z.max(axis=0))
        return e / e.sum(axis=0)

    def __call__(self, x):
        self.x = x
        self.z1 = np.dot(self.W1, x) + self.b1
        self.a1 = np.maximum(self.z1, 0.0)
        self.z2 = np.dot(self.W2, self.a1) + self.b2
        return self.softmax(self.z2)

    def loss(self, probs, t):
        data_loss = -np.sum(t * np.log(probs)) / t.shape[1]
        return data_loss + 0.5 * self.config.l2 * (np.sum(self.W1 ** 2) + np.sum(self.W2 ** 2))

    def train_step(self, x, t):
        m = x.shape[1]
        probs = self(x)
        loss = self.loss(probs, t)
        dz2 = probs - t
        dW2 = np.dot(dz2, self.a1.T) / m + self.config.l2 * self.W2
        db2 = np.sum(dz2, axis=1, keepdims=True) / m
        da1 = np.dot(self.W2.T, dz2)
        dz1 = da1 * np.where(self.z1 > 0, 1, 0)
        dW1 = np.dot(dz1, self.x.T) / m + self.config.l2 * self.W1
        db1 = np.sum(dz1, axis=1, keepdims=True) / m
        for name, grad in (("W1", dW1), ("b1", db1), ("W2", dW2), ("b2", db2)):
            setattr(self, name, getattr(self, name) - self.config.lr * grad)
        return loss


np.random.seed(99)
config = Config()
m = 150
labels = np.random.randint(0, 3, m)
X = np.random.randn(2, m) * 0.6 + np.array([[0.0, 2.0, -2.0], [2.0, -1.0, -1.0]])[:, labels]
T = np.eye(3)[labels].T

net = Network(2, 3, config)
n_batches = m // config.batch_size
for epoch in range(config.n_epochs):
    perm = np.random.permutation(m)
    X_shuffled, T_shuffled = X[:, perm], T[:, perm]
    total = 0.0
    for i in range(n_batches):
        sl = slice(i * config.batch_size, (i + 1) * config.batch_size)
        total += net.train_step(X_shuffled[:, sl], T_shuffled[:, sl])
    print(f"epoch {epoch + 1}/{config.n_epochs}: {total / n_batches:.5f}")

acc = (net(X).argmax(axis=0) == labels).mean()
print("accuracy:", acc)
