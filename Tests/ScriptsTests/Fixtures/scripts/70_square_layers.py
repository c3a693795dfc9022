# loss: loss
# mistake: return grad @ self.W.T ==> return grad @ self.W
"""
Blog post code: "A neural network library in 60 lines".
Toy problem: undo a nonlinear mixing of four signals.
"""
import numpy as np

rng = np.random.default_rng(5)


class Dense:
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), size=(n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)

    def step(self, lr):
        pass


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def step(self, lr):
        for layer in self.layers:
            layer.step(lr)


sources = rng.uniform(-1, 1, size=(200, 4))
mixing = rng.normal(size=(4, 4))
mixed = np.sin(sources @ mixing)
X_train, X_test = mixed[:160], mixed[160:]
Y_train, Y_test = sources[:160], sources[160:]

net = Network([Dense(4, 4), Tanh(), Dense(4, 4), Tanh(), Dense(4, 4)])

for epoch in range(1, 301):
    out = net.forward(X_train)
    loss = np.mean((out - Y_train) ** 2)
    net.backward(2 * (out - Y_train) / out.size)
    net.step(0.3)
    if epoch % 60 == 0:
        test_loss = np.mean((net.forward(X_test) - Y_test) ** 2)
        print(f"epoch {epoch:4d}  train {loss:.5f}  test {test_loss:.5f}")
