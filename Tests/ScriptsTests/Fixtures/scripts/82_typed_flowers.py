# loss: loss
# mistake: (dz2 @ p["W2"].T) * (cache["z1"] > 0) ==> dz2 @ p["W2"].T
"""Three kinds of flowers, a network with one hidden layer.

Homework 4, Machine Learning I
"""
from typing import Dict, List, Tuple

import numpy as np

Params = Dict[str, np.ndarray]


def make_flowers(n_per_class: int = 40, seed: int = 3) -> Tuple[np.ndarray, np.ndarray]:
    """Return measurements (n, 4) and class labels (n,)."""
    rng = np.random.RandomState(seed)
    centers = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
    spread = np.array([0.35, 0.38, 0.30, 0.2])
    parts = []
    labels = []
    for k, center in enumerate(centers):
        parts.append(center + spread * rng.randn(n_per_class, 4))
        labels.extend([k] * n_per_class)
    return np.concatenate(parts), np.array(labels)


def train_test_split(X: np.ndarray, y: np.ndarray, test_size: float = 0.25, seed: int = 1):
    rng = np.random.RandomState(seed)
    order = rng.permutation(len(X))
    n_test = int(len(X) * test_size)
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]


def init_params(n_in: int, n_hidden: int, n_out: int) -> Params:
    return {
        "W1": np.random.randn(n_in, n_hidden) * np.sqrt(2.0 / n_in),
        "b1": np.zeros((1, n_hidden)),
        "W2": np.random.randn(n_hidden, n_out) * np.sqrt(1.0 / n_hidden),
        "b2": np.zeros((1, n_out)),
    }


def softmax(z: np.ndarray) -> np.ndarray:
    shifted = z - np.max(z, axis=1, keepdims=True)
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=1, keepdims=True)


def forward(X: np.ndarray, p: Params) -> Tuple[np.ndarray, Params]:
    z1 = X @ p["W1"] + p["b1"]
    a1 = np.maximum(0, z1)
    z2 = a1 @ p["W2"] + p["b2"]
    return softmax(z2), {"z1": z1, "a1": a1}


def cross_entropy(probs: np.ndarray, T: np.ndarray) -> float:
    return -np.mean(np.sum(T * np.log(probs + 1e-12), axis=1))


def backward(X, T, probs, cache, p) -> Params:
    n = X.shape[0]
    dz2 = (probs - T) / n
    grads = {"W2": cache["a1"].T @ dz2, "b2": dz2.sum(axis=0, keepdims=True)}
    dz1 = (dz2 @ p["W2"].T) * (cache["z1"] > 0)
    grads["W1"] = X.T @ dz1
    grads["b1"] = dz1.sum(axis=0, keepdims=True)
    return grads


def update(p: Params, g: Params, lr: float) -> Params:
    return {key: p[key] - lr * g[key] for key in p}


def accuracy(X, y, p) -> float:
    probs, _ = forward(X, p)
    return float(np.mean(np.argmax(probs, axis=1) == y))


def main() -> None:
    np.random.seed(42)
    X, y = make_flowers()
    X_train, X_test, y_train, y_test = train_test_split(X, y)
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    X_train = (X_train - mu) / sigma
    X_test = (X_test - mu) / sigma
    T_train = np.eye(3)[y_train]

    params = init_params(4, 8, 3)
    history: List[float] = []
    for epoch in range(1, 201):
        probs, cache = forward(X_train, params)
        loss = cross_entropy(probs, T_train)
        history.append(loss)
        grads = backward(X_train, T_train, probs, cache, params)
        params = update(params, grads, lr=0.5)
        if epoch % 50 == 0:
            print(f"epoch {epoch:4d} | loss {loss:.4f} | test acc {accuracy(X_test, y_test, params):.2%}")
    assert history[-1] < history[0]


if __name__ == "__main__":
    main()
