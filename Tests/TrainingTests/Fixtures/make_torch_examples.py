"""Per-example gradients and slopes by single numbers, by PyTorch's automatic differentiation.

    python3 make_torch_examples.py > torch_examples.txt

`pulls NETWORK PARAMETER[i,j] EXAMPLE PART`: the gradient of that example's own part of the loss (one
call of autograd for each example), `rest` for what belongs to none.
`uses NETWORK FROM[i,j] TO[k,l] SLOPE`: how much an element moves for each 1 that another one moves,
by autograd through the values between them; slopes of 0 are left out.

The networks are those of TorchExamplesTests.swift, with examples in columns.
"""

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def numbers(shape, seed):
    """Numbers that both sides can write down: the fractional parts of multiples of a square root."""
    count = int(np.prod(shape))
    k = np.arange(1, count + 1) + 100 * seed
    return np.round(((k * np.sqrt(2.0)) % 1.0) * 2 - 1, 3).reshape(shape)


def one_hot(count, examples):
    targets = np.zeros((count, examples))
    targets[np.arange(examples) % count, np.arange(examples)] = 1
    return targets


X = numbers((3, 5), 1)
X[:, 4] = X[:, 1]

BINARY = np.array([[0.0, 1, 1, 0, 1]])
REAL = numbers((1, 5), 9)
REAL[:, 4] = REAL[:, 1]
CLASSES = one_hot(3, 5)
CLASSES[:, 4] = CLASSES[:, 1]

ACTIVATIONS = {
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": F.relu, "softplus": F.softplus,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
}


def bce(a, y):
    return -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).sum(0)


def mse(a, y):
    return ((a - y) ** 2).mean(0)


def cross_entropy(a, y):
    return -(y * torch.log(a)).sum(0)


LOSSES = {
    "bce": (torch.sigmoid, bce, BINARY),
    "mse": (lambda z: z, mse, REAL),
    "cross_entropy": (lambda z: torch.softmax(z, 0), cross_entropy, CLASSES),
}


def element(name, index):
    return name + ("[" + ",".join(map(str, index)) + "]" if index else "")


for activation, function in ACTIVATIONS.items():
    for loss, (last, cost, targets) in LOSSES.items():
        network = activation + "-" + loss
        outputs = targets.shape[0]
        values = {
            "W1": numbers((4, 3), 2), "b1": numbers((4, 1), 3), "W2": numbers((4, 4), 4),
            "b2": numbers((4, 1), 5), "W3": numbers((outputs, 4), 6), "b3": numbers((outputs, 1), 7),
        }
        parameters = {k: torch.tensor(v, requires_grad=True) for k, v in values.items()}
        x, y = torch.tensor(X, requires_grad=True), torch.tensor(targets)
        lam = 0.01

        def forward(x, p):
            steps = {"X": x}
            a = x
            for layer in "123":
                z = p["W" + layer] @ a + p["b" + layer]
                a = (last if layer == "3" else function)(z)
                steps["Z" + layer], steps["A" + layer] = z, a
            return steps

        count = X.shape[1]
        for example in range(count):
            column = slice(example, example + 1)
            steps = forward(x[:, column].detach(), parameters)
            part = cost(steps["A3"], y[:, column]).sum() / count
            for name, gradient in zip(
                parameters, torch.autograd.grad(part, list(parameters.values()))
            ):
                for index in np.ndindex(gradient.shape):
                    if sum(index) % 3 == 0:
                        part = float(gradient[index])
                        print("pulls", network, element(name, index), example, repr(part))
        price = lam * (parameters["W1"] ** 2).sum()
        gradient = torch.autograd.grad(price, parameters["W1"])[0]
        for index in np.ndindex(gradient.shape):
            if sum(index) % 3 == 0:
                part = float(gradient[index])
                print("pulls", network, element("W1", index), "rest", repr(part))

        steps = forward(x, parameters)
        steps["L"] = cost(steps["A3"], y).mean() + lam * (parameters["W1"] ** 2).sum()
        moved = [("W1", (0, 1)), ("b1", (2, 0)), ("W2", (1, 2)), ("X", (2, 3)), ("Z2", (0, 2))]
        for source, place in moved:
            own = x if source == "X" else parameters.get(source, steps.get(source))
            for target in ["Z1", "A1", "Z2", "A2", "Z3", "A3", "L"]:
                if target == source:
                    continue
                value = steps[target]
                for index in np.ndindex(value.shape):
                    slope = torch.autograd.grad(
                        value[index], own, retain_graph=True, allow_unused=True
                    )[0]
                    slope = 0.0 if slope is None else float(slope[place])
                    if slope != 0:
                        print(
                            "uses", network, element(source, place), element(target, index),
                            repr(slope),
                        )
