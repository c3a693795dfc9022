# loss: loss
# mistake: grads["W1"] = cache["X"].T @ dz1 ==> grads["W1"] = cache["X"].T @ da1
import numpy as np

def init_params(rng, sizes):
    params = {}
    for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
        params["W" + str(i)] = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        params["b" + str(i)] = np.zeros(n_out)
    return params

def forward(params, X):
    z1 = X @ params["W1"] + params["b1"]
    a1 = np.maximum(0, z1)
    z2 = a1 @ params["W2"] + params["b2"]
    return z2, {"X": X, "z1": z1, "a1": a1}

def backward(params, cache, pred, y):
    grads = {}
    dz2 = 2 * (pred - y) / y.size
    grads["W2"] = cache["a1"].T @ dz2
    grads["b2"] = dz2.sum(axis=0)
    da1 = dz2 @ params["W2"].T
    dz1 = da1 * (cache["z1"] > 0)
    grads["W1"] = cache["X"].T @ dz1
    grads["b1"] = dz1.sum(axis=0)
    return grads

def main():
    rng = np.random.default_rng(36)
    X = rng.uniform(-2, 2, (45, 1))
    y = np.sin(X)
    params = init_params(rng, [1, 12, 1])
    velocity = dict()
    for key in params:
        velocity[key] = np.zeros_like(params[key])
    for epoch in range(200):
        pred, cache = forward(params, X)
        loss = np.mean((pred - y) ** 2)
        grads = backward(params, cache, pred, y)
        for key in params:
            velocity[key] = 0.9 * velocity[key] - 0.02 * grads[key]
            params[key] += velocity[key]
        if epoch % 100 == 0:
            print(f"epoch {epoch}, loss {loss:.6f}")

if __name__ == "__main__":
    main()
