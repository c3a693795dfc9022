# loss: cost(cache["a3"], y_train) at if epoch
# mistake: dz1 = (dz2 @ params["W2"].T) * tanh_grad(cache["z1"]) ==> dz1 = (dz2 @ params["W2"].T) * tanh_grad(cache["a1"])
"""Binary classification of noisy stripes with a 2-8-6-1 network (tanh, tanh, sigmoid)."""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def tanh_grad(z):
    """Slope of tanh at the pre-activation z."""
    return 1.0 - np.tanh(z) ** 2


def init(rng, sizes):
    params = {}
    for i in range(1, len(sizes)):
        params[f"W{i}"] = rng.standard_normal((sizes[i - 1], sizes[i])) * 1.5 / np.sqrt(sizes[i - 1])
        params[f"b{i}"] = np.zeros((1, sizes[i]))
    return params


def forward(params, X):
    cache = {"a0": X}
    for i in (1, 2, 3):
        cache[f"z{i}"] = cache[f"a{i - 1}"] @ params[f"W{i}"] + params[f"b{i}"]
        cache[f"a{i}"] = sigmoid(cache[f"z{i}"]) if i == 3 else np.tanh(cache[f"z{i}"])
    return cache


def cost(a3, y):
    return -np.mean(y * np.log(a3) + (1 - y) * np.log(1 - a3))


def backward(params, cache, y):
    m = y.shape[0]
    grads = {}
    dz3 = (cache["a3"] - y) / m
    grads["W3"] = cache["a2"].T @ dz3
    grads["b3"] = dz3.sum(axis=0, keepdims=True)

    dz2 = (dz3 @ params["W3"].T) * tanh_grad(cache["z2"])
    grads["W2"] = cache["a1"].T @ dz2
    grads["b2"] = dz2.sum(axis=0, keepdims=True)

    dz1 = (dz2 @ params["W2"].T) * tanh_grad(cache["z1"])
    grads["W1"] = cache["a0"].T @ dz1
    grads["b1"] = dz1.sum(axis=0, keepdims=True)
    return grads


def main():
    rng = np.random.default_rng(2)
    X = rng.uniform(-1, 1, (180, 2))
    y = (np.sin(3 * (X[:, 0] + X[:, 1])) > 0).astype(float).reshape(-1, 1)
    X_train, y_train, X_test, y_test = X[:140], y[:140], X[140:], y[140:]

    params = init(rng, [2, 8, 6, 1])
    for epoch in range(300):
        cache = forward(params, X_train)
        grads = backward(params, cache, y_train)
        for k in params:
            params[k] -= 0.5 * grads[k]
        if epoch % 50 == 49:
            test_acc = np.mean((forward(params, X_test)["a3"] > 0.5) == (y_test > 0.5))
            print(f"epoch {epoch + 1}: cost {cost(cache['a3'], y_train):.4f}, test acc {test_acc:.2f}")


if __name__ == "__main__":
    main()
