"""Writes training.txt: networks trained by NumPy, equation by equation.

    python3 make_training.py > training.txt

Each run is a line `run`, with what makes the model as KEY=VALUE, then `array` lines (name, shape,
values), `loss EPOCH VALUE` lines (after that epoch's forward pass), and `gradient EPOCH NAME SHAPE
VALUES`. Floats are the hexadecimal of their bits; X and Y are strings of digits.
"""

import struct

import numpy as np


def bits(x):
    return struct.pack(">d", float(x)).hex()


def shape(a):
    return ",".join(map(str, a.shape))


def floats(a):
    return ",".join(bits(x) for x in a.ravel())


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: z > 0),
    "identity": (lambda z: z, lambda z, a: np.ones_like(z)),
}


def losses(kind, a, y):
    if kind == "bce":
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    return np.mean((a - y) ** 2)


class Network:
    """Layers of weights; the gradients of the parameters carry the 1 / m."""

    def __init__(self, sizes, activations, loss, scale):
        self.activations, self.loss = activations, loss
        self.parameters = {}
        for layer in range(1, len(sizes)):
            # The language draws in the order of the lines.
            self.parameters[f"W{layer}"] = np.random.randn(sizes[layer], sizes[layer - 1]) * scale
            self.parameters[f"b{layer}"] = np.zeros((sizes[layer], 1))

    def step(self, x, y, lr):
        p, depth, m = self.parameters, len(self.activations), x.shape[1]
        a, z = {0: x}, {}
        for i in range(1, depth + 1):
            z[i] = np.dot(p[f"W{i}"], a[i - 1]) + p[f"b{i}"]
            a[i] = ACTIVATIONS[self.activations[i - 1]][0](z[i])
        loss = losses(self.loss, a[depth], y)
        gradients = {}
        for i in range(depth, 0, -1):
            if i == depth and self.loss == "bce":
                dz = a[depth] - y
            elif i == depth:
                da = 2 * (a[depth] - y) / y.shape[0]
                dz = da * ACTIVATIONS[self.activations[i - 1]][1](z[i], a[i])
            else:
                da = np.dot(p[f"W{i + 1}"].T, dz)
                dz = da * ACTIVATIONS[self.activations[i - 1]][1](z[i], a[i])
            gradients[f"dW{i}"] = np.dot(dz, a[i - 1].T) / m
            gradients[f"db{i}"] = np.sum(dz, axis=1, keepdims=True) / m
        for name in p:
            p[name] = p[name] - lr * gradients["d" + name]
        return loss, gradients


def stratified(labels):
    """A random order in which each class is spread evenly."""
    order = np.random.permutation(len(labels))
    place = np.empty(len(labels))
    for label in np.unique(labels):
        own = labels[order] == label
        place[own] = (np.arange(own.sum()) + 0.5) / own.sum()
    return order[np.argsort(place, kind="stable")]


def run(seed, hidden, activations, loss, lr, scale, examples, epochs, every, batch=0, holdout=0.0):
    sizes = [2, *hidden, 1]
    print(
        "run", f"seed={seed}", f"sizes={','.join(map(str, sizes))}",
        f"activations={','.join(activations)}", f"loss={loss}", f"lr={lr}", f"scale={scale}",
        f"examples={examples}", f"epochs={epochs}", f"batch={batch}", f"holdout={holdout}")
    np.random.seed(seed)
    x = np.random.randint(0, 2, size=(2, examples))
    y = np.bitwise_xor(x[0:1], x[1:])
    print("array", "X", shape(x), "".join(map(str, x.ravel())))
    print("array", "Y", shape(y), "".join(map(str, y.ravel())))
    if holdout:
        kept = examples - int(round(holdout * examples))
        order = stratified(y[0])[:kept]
        x, y = x[:, order], y[:, order]
    network = Network(sizes, activations, loss, scale)
    for name, value in network.parameters.items():
        print("initial", name, shape(value), floats(value))
    for epoch in range(1, epochs + 1):
        if batch:
            order = np.random.permutation(x.shape[1])
            total = 0.0
            for k in range(0, x.shape[1], batch):
                chosen = order[k : k + batch]
                value, gradients = network.step(x[:, chosen], y[:, chosen], lr)
                total += value * len(chosen)
            # An epoch's loss is the mean over its examples.
            value = total / x.shape[1]
        else:
            value, gradients = network.step(x, y, lr)
        if epoch % every == 0 or epoch in (1, epochs):
            print("loss", epoch, bits(value))
        if epoch in (1, 2, 100, epochs):
            for name, gradient in gradients.items():
                print("gradient", epoch, name, shape(gradient), floats(gradient))
    for name, value in network.parameters.items():
        print("final", name, shape(value), floats(value))


S = ["sigmoid", "sigmoid"]
run(42, [2], S, "bce", 0.5, 0.01, 1000, 1000, 1)
run(1, [3], S, "bce", 1.0, 1.0, 200, 1000, 1)
for seed, hidden, lr, scale in [
    (0, 1, 0.1, 0.01), (2, 2, 1.0, 0.5), (3, 3, 0.5, 0.01), (7, 4, 2.0, 1.0), (11, 8, 0.3, 0.1),
    (123, 8, 1.0, 1.0), (2**32 - 1, 2, 0.5, 1.0),
]:
    run(seed, [hidden], S, "bce", lr, scale, 200, 1000, 50)
run(5, [4], ["tanh", "tanh"], "mse", 0.1, 0.5, 200, 1000, 50)
run(6, [3], ["tanh", "sigmoid"], "mse", 0.5, 1.0, 200, 1000, 50)
run(8, [4], ["tanh", "identity"], "mse", 0.05, 0.5, 200, 1000, 50)
run(9, [], ["sigmoid"], "bce", 0.5, 0.01, 200, 1000, 50)
run(10, [], ["identity"], "mse", 0.1, 0.01, 200, 1000, 50)
run(12, [4, 3], ["tanh", "tanh", "sigmoid"], "bce", 0.3, 1.0, 200, 1000, 50)
run(13, [8, 4], ["relu", "tanh", "sigmoid"], "bce", 0.1, 1.0, 200, 1000, 50)
# Mini-batches and held back examples.
run(14, [4], ["tanh", "sigmoid"], "bce", 0.3, 1.0, 100, 60, 1, batch=32)
run(15, [3], S, "bce", 0.5, 1.0, 96, 60, 1, batch=32)
run(16, [3], S, "bce", 0.5, 1.0, 101, 60, 1, holdout=0.2)
run(17, [3], S, "mse", 0.5, 1.0, 101, 60, 1, batch=16, holdout=0.2)
