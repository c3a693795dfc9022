# loss: epoch_loss / len(X) at if epoch
# mistake: v_hat = v[k] / (1 - beta2 ** t) ==> v_hat = v[k] / (1 - beta2 ** 2)
# Implementing Adam by hand to fit a sine wave
import numpy as np

np.random.seed(12)

# ---- data ----
X = np.random.uniform(-3, 3, size=(100, 1))
Y = np.sin(X)

# ---- parameters ----
params = {
    "W1": np.random.randn(1, 20),
    "b1": np.zeros(20),
    "W2": np.random.randn(20, 20) * np.sqrt(1 / 20),
    "b2": np.zeros(20),
    "W3": np.random.randn(20, 1) * np.sqrt(1 / 20),
    "b3": np.zeros(1),
}

# ---- adam state ----
beta1, beta2, eps, lr = 0.9, 0.999, 1e-8, 0.01
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
t = 0


def loss_and_grads(p, x, y):
    n = len(x)
    a1 = np.tanh(x @ p["W1"] + p["b1"])
    a2 = np.tanh(a1 @ p["W2"] + p["b2"])
    out = a2 @ p["W3"] + p["b3"]
    loss = np.sum((out - y) ** 2) / n

    g = {}
    d3 = 2 * (out - y) / n
    g["W3"] = a2.T @ d3
    g["b3"] = d3.sum(axis=0)
    d2 = (d3 @ p["W3"].T) * (1 - a2 ** 2)
    g["W2"] = a1.T @ d2
    g["b2"] = d2.sum(axis=0)
    d1 = (d2 @ p["W2"].T) * (1 - a1 ** 2)
    g["W1"] = x.T @ d1
    g["b1"] = d1.sum(axis=0)
    return loss, g


batch = 25
for epoch in range(100):
    order = np.random.permutation(len(X))
    epoch_loss = 0
    for start in range(0, len(X), batch):
        idx = order[start:start + batch]
        loss, grads = loss_and_grads(params, X[idx], Y[idx])
        epoch_loss += loss * len(idx)

        t += 1
        for k in params:
            m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
            v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
            m_hat = m[k] / (1 - beta1 ** t)
            v_hat = v[k] / (1 - beta2 ** t)
            params[k] -= lr * m_hat / (np.sqrt(v_hat) + eps)
    if epoch % 10 == 0:
        print(f"Epoch {epoch:3d} | loss {epoch_loss / len(X):.6f}")
