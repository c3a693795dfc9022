"""The epochs of networks (1) to (5) in NumPy, PyTorch and JAX: prints epochs a second.

    python numpy_epochs.py LIBRARY NETWORK SECONDS

The equations are those of Models/NETWORK.model; forward, loss, backward and update in every
epoch, the full batch, float64.
"""

import sys
import time

import numpy as np

# Inputs, hidden layers' widths, activation, examples, learning rate, scale of the weights.
NETWORKS = {
    "1": (2, [2], "sigmoid", 1000, 0.5, 0.01),
    "2": (2, [4], "sigmoid", 4, 0.5, 1.0),
    "3": (2, [16, 16], "tanh", 1000, 0.1, 0.5),
    "4": (2, [64, 64], "tanh", 10000, 0.1, 0.5),
    "5": (784, [128], "sigmoid", 2000, 0.1, 0.05),
}


def data(network):
    inputs, widths, activation, m, lr, scale = NETWORKS[network]
    random = np.random.RandomState(42)
    if network == "1":
        X = random.randint(0, 2, size=(2, m)).astype(float)
        Y = (X[:1] != X[1:]).astype(float)
    elif network == "2":
        X = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])
        Y = (X[:1] != X[1:]).astype(float)
    else:
        X = random.randn(inputs, m)
        Y = (X[:1] * X[1:2] < 0).astype(float)
    sizes = [inputs] + widths + [1]
    Ws = [random.randn(b, a) * scale for a, b in zip(sizes, sizes[1:])]
    bs = [np.zeros((b, 1)) for b in sizes[1:]]
    return X, Y, Ws, bs, activation, m, lr


def sigmoid(np, z):
    return 1 / (1 + np.exp(-z))


def make_numpy(network):
    X, Y, Ws, bs, activation, m, lr = data(network)

    def epoch():
        A = [X]
        for W, b in zip(Ws[:-1], bs[:-1]):
            Z = W @ A[-1] + b
            A.append(np.tanh(Z) if activation == "tanh" else sigmoid(np, Z))
        a = sigmoid(np, Ws[-1] @ A[-1] + bs[-1])
        loss = -np.mean(Y * np.log(a) + (1 - Y) * np.log(1 - a))
        dZ = a - Y
        gradients = []
        for layer in reversed(range(len(Ws))):
            gradients.append((dZ @ A[layer].T / m, np.sum(dZ, axis=1, keepdims=True) / m))
            if layer > 0:
                dA = Ws[layer].T @ dZ
                if activation == "tanh":
                    dZ = dA * (1 - A[layer] ** 2)
                else:
                    dZ = dA * A[layer] * (1 - A[layer])
        for layer, (dW, db) in zip(reversed(range(len(Ws))), gradients):
            Ws[layer] = Ws[layer] - lr * dW
            bs[layer] = bs[layer] - lr * db
        return loss

    def run(count):
        for _ in range(count):
            loss = epoch()
        return float(loss)

    return run


def make_torch(network):
    import torch

    torch.set_num_threads(1)
    X, Y, Ws, bs, activation, m, lr = data(network)
    X, Y = torch.tensor(X), torch.tensor(Y)
    Ws = [torch.tensor(W, requires_grad=True) for W in Ws]
    bs = [torch.tensor(b, requires_grad=True) for b in bs]
    optimizer = torch.optim.SGD(Ws + bs, lr=lr)
    criterion = torch.nn.BCELoss()

    def run(count):
        for _ in range(count):
            A = X
            for W, b in zip(Ws[:-1], bs[:-1]):
                A = torch.tanh(W @ A + b) if activation == "tanh" else torch.sigmoid(W @ A + b)
            loss = criterion(torch.sigmoid(Ws[-1] @ A + bs[-1]), Y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return loss.item()

    return run


def make_jax(network):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, Y, Ws, bs, activation, m, lr = data(network)
    X, Y = jnp.array(X), jnp.array(Y)

    def epoch(state, _):
        Ws, bs = state
        A = [X]
        for W, b in zip(Ws[:-1], bs[:-1]):
            Z = W @ A[-1] + b
            A.append(jnp.tanh(Z) if activation == "tanh" else jax.nn.sigmoid(Z))
        a = jax.nn.sigmoid(Ws[-1] @ A[-1] + bs[-1])
        loss = -jnp.mean(Y * jnp.log(a) + (1 - Y) * jnp.log(1 - a))
        dZ = a - Y
        new = ([], [])
        for layer in reversed(range(len(Ws))):
            new[0].append(Ws[layer] - lr * (dZ @ A[layer].T / m))
            new[1].append(bs[layer] - lr * (jnp.sum(dZ, axis=1, keepdims=True) / m))
            if layer > 0:
                dA = Ws[layer].T @ dZ
                if activation == "tanh":
                    dZ = dA * (1 - A[layer] ** 2)
                else:
                    dZ = dA * A[layer] * (1 - A[layer])
        return (new[0][::-1], new[1][::-1]), loss

    loops = {}
    state = [([jnp.array(W) for W in Ws], [jnp.array(b) for b in bs])]

    def run(count):
        if count not in loops:
            loops[count] = jax.jit(lambda s: jax.lax.scan(epoch, s, None, length=count))
        state[0], losses = loops[count](state[0])
        return float(losses[-1])

    return run


def main():
    library, network, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    try:
        run = {"numpy": make_numpy, "torch": make_torch, "jax": make_jax}[library](network)
    except ImportError:
        print("missing")
        return
    count = 1
    while True:
        run(count)  # compiles, where that is done
        start = time.process_time()
        run(count)
        elapsed = time.process_time() - start
        if elapsed > seconds / 2:
            break
        count = max(count + 1, int(count * min(seconds / max(elapsed, 1e-9), 10)))
    print(count / elapsed)


main()
