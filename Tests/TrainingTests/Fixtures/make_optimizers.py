"""Writes optimizers.txt: parameters after each of 40 steps of PyTorch's optimizers.

    python3 make_optimizers.py > optimizers.txt

With PyTorch at hand its own optimizers are run, in float64; without it the update rules as its
documentation publishes them, in NumPy. The first line says which.

Minimised is L = mean(tanh(W @ X + b)**2 + (W @ X - Y)**2) over fixed X and Y.
"""

import struct

import numpy as np

try:
    import torch
except ImportError:
    torch = None

X = np.array([[0.5, -1.0, 2.0, 0.25], [1.5, 0.75, -0.5, 1.0]])
Y = np.array([[1.0, 0.0, -1.0, 0.5], [0.0, 2.0, 1.0, -0.25], [0.5, 0.5, -1.5, 0.0]])
W = np.array([[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]])
B = np.array([[0.05], [-0.1], [0.0]])
STEPS = 40


def bits(x):
    return struct.pack(">d", float(x)).hex()


def gradients(w, b):
    """By the chain rule, over all elements of the mean."""
    z = w @ X
    t = np.tanh(z + b)
    d = 2 * t * (1 - t**2) / Y.size
    return [(d + 2 * (z - Y) / Y.size) @ X.T, d.sum(axis=1, keepdims=True)]


def published(name, lr, **o):
    """The rules of torch.optim, one parameter at a time."""
    params = [W.copy(), B.copy()]
    state = [{} for _ in params]
    for step in range(1, STEPS + 1):
        for p, g, s in zip(params, gradients(*params), state):
            if name in ("momentum", "nesterov"):
                beta = o["beta"]
                s["buffer"] = g.copy() if step == 1 else beta * s["buffer"] + g
                p -= lr * (g + beta * s["buffer"] if name == "nesterov" else s["buffer"])
            elif name == "rmsprop":
                s["square"] = o["alpha"] * s.get("square", 0.0) + (1 - o["alpha"]) * g * g
                p -= lr * g / (np.sqrt(s["square"]) + o["eps"])
            elif name == "adagrad":
                s["sum"] = s.get("sum", 0.0) + g * g
                p -= lr * g / (np.sqrt(s["sum"]) + o["eps"])
            elif name in ("adam", "adamw"):
                s["m"] = o["beta1"] * s.get("m", 0.0) + (1 - o["beta1"]) * g
                s["v"] = o["beta2"] * s.get("v", 0.0) + (1 - o["beta2"]) * g * g
                corrected = np.sqrt(s["v"]) / np.sqrt(1 - o["beta2"] ** step)
                if name == "adamw":
                    p -= lr * o["weight_decay"] * p
                p -= lr / (1 - o["beta1"] ** step) * s["m"] / (corrected + o["eps"])
            else:
                p -= lr * g
        yield params


def by_torch(name, lr, **o):
    w = torch.tensor(W, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(B, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(X), torch.tensor(Y)
    make = {
        "sgd": lambda p: torch.optim.SGD(p, lr=lr),
        "momentum": lambda p: torch.optim.SGD(p, lr=lr, momentum=o["beta"]),
        "nesterov": lambda p: torch.optim.SGD(p, lr=lr, momentum=o["beta"], nesterov=True),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=lr, alpha=o["alpha"], eps=o["eps"]),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=lr, eps=o["eps"]),
        "adam": lambda p: torch.optim.Adam(
            p, lr=lr, betas=(o["beta1"], o["beta2"]), eps=o["eps"]),
        "adamw": lambda p: torch.optim.AdamW(
            p, lr=lr, betas=(o["beta1"], o["beta2"]), eps=o["eps"],
            weight_decay=o["weight_decay"]),
    }[name]
    optimizer = make([w, b])
    for _ in range(STEPS):
        optimizer.zero_grad()
        z = w @ x
        torch.mean(torch.tanh(z + b) ** 2 + (z - y) ** 2).backward()
        optimizer.step()
        yield [w.detach().numpy(), b.detach().numpy()]


def run(call, name, lr, **o):
    print("call", call)
    for params in (by_torch if torch else published)(name, lr, **o):
        print("step", ",".join(bits(v) for p in params for v in p.ravel()))


print("made by", f"PyTorch {torch.__version__}" if torch else "the published rules, in NumPy")
run("sgd(0.1)", "sgd", 0.1)
run("sgd(lr=1)", "sgd", 1.0)
run("momentum(0.1)", "momentum", 0.1, beta=0.9)
run("momentum(lr=0.05, beta=0.5)", "momentum", 0.05, beta=0.5)
run("nesterov(0.1)", "nesterov", 0.1, beta=0.9)
run("nesterov(0.02, 0.99)", "nesterov", 0.02, beta=0.99)
run("rmsprop()", "rmsprop", 0.01, alpha=0.99, eps=1e-8)
run("rmsprop(0.1, alpha=0.9)", "rmsprop", 0.1, alpha=0.9, eps=1e-8)
run("adam()", "adam", 0.001, beta1=0.9, beta2=0.999, eps=1e-8)
run("adam(0.1)", "adam", 0.1, beta1=0.9, beta2=0.999, eps=1e-8)
run("adam(0.01, beta1=0.5, beta2=0.9, eps=0.001)", "adam", 0.01, beta1=0.5, beta2=0.9, eps=1e-3)
W_ = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
run("adamw()", "adamw", 0.001, weight_decay=0.01, **W_)
run("adamw(0.1, weight_decay=0.5)", "adamw", 0.1, weight_decay=0.5, **W_)
run("adagrad()", "adagrad", 0.01, eps=1e-10)
run("adagrad(0.5, eps=0.01)", "adagrad", 0.5, eps=0.01)
