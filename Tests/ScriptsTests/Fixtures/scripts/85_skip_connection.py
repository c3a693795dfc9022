# loss: loss
# mistake: return grad @ self.w.T + grad ==> return grad @ self.w + grad
import numpy as np


class Dense:
    def __init__(self, n, m, rng):
        self.w = rng.normal(0, 1 / np.sqrt(n), (n, m))
        self.b = np.zeros((1, m))

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad):
        self.dw = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T

    def update(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, grad):
        return grad * self.out * (1 - self.out)

    def update(self, lr):
        pass


class SquareDense(Dense):
    """A layer that keeps its width, with a skip connection."""

    def forward(self, x):
        return super().forward(x) + x

    def backward(self, grad):
        self.dw = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T + grad


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)

    def update(self, lr):
        for layer in self.layers:
            layer.update(lr)


rng = np.random.default_rng(4)
x = rng.uniform(-1, 1, (64, 2))
y = ((x[:, 0] > 0) ^ (x[:, 1] > 0)).astype(float).reshape(-1, 1)

model = Sequential(Dense(2, 6, rng), Sigmoid(), SquareDense(6, 6, rng), Sigmoid(), Dense(6, 1, rng), Sigmoid())
for epoch in range(150):
    out = model.forward(x)
    loss = ((out - y) ** 2).mean()
    model.backward(2 * (out - y) / y.size)
    model.update(lr=1.5)
    if epoch % 30 == 29:
        print(epoch + 1, loss)
