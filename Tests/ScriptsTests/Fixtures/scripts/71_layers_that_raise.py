# loss: bce(Y, out) at if e % 50
# mistake: return 1 - np.tanh(x) ** 2 ==> return 1 - x ** 2
import numpy as np


class Layer:
    def forward(self, inp):
        raise NotImplementedError

    def backward(self, grad_out, lr):
        raise NotImplementedError


class Linear(Layer):
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_out, n_in) * np.sqrt(1.0 / n_in)
        self.bias = np.zeros((n_out, 1))

    def forward(self, inp):
        self.inp = inp
        return np.dot(self.weights, inp) + self.bias

    def backward(self, grad_out, lr):
        w_grad = np.dot(grad_out, self.inp.T)
        inp_grad = np.dot(self.weights.T, grad_out)  # before the weights change!
        self.weights -= lr * w_grad
        self.bias -= lr * np.sum(grad_out, axis=1, keepdims=True)
        return inp_grad


class Act(Layer):
    def __init__(self, f, f_prime):
        self.f = f
        self.f_prime = f_prime

    def forward(self, inp):
        self.inp = inp
        return self.f(inp)

    def backward(self, grad_out, lr):
        return grad_out * self.f_prime(self.inp)


def tanh_prime(x):
    return 1 - np.tanh(x) ** 2


def sig(x):
    return 1 / (1 + np.exp(-x))


def sig_prime(x):
    s = sig(x)
    return s * (1 - s)


def bce(y, p):
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


def bce_prime(y, p):
    return ((1 - y) / (1 - p) - y / p) / np.size(y)


np.random.seed(10)
m = 150
r = np.random.rand(m) * 2.5
phi = np.random.rand(m) * 2 * np.pi
X = np.array([r * np.cos(phi), r * np.sin(phi)])
Y = ((r > 0.8) & (r < 1.8)).astype(float).reshape(1, m)

network = [Linear(2, 16), Act(np.tanh, tanh_prime),
           Linear(16, 8), Act(np.tanh, tanh_prime),
           Linear(8, 1), Act(sig, sig_prime)]

for e in range(100):
    out = X
    for layer in network:
        out = layer.forward(out)
    if e % 50 == 0:
        print("%3d error=%f acc=%.3f" % (e, bce(Y, out), np.mean((out > 0.5) == Y)))
    grad = bce_prime(Y, out)
    for layer in reversed(network):
        grad = layer.backward(grad, 0.8)
