# loss: cost
# mistake: return -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) ==> return 1 / (2 * m) * np.sum((A - Y) ** 2)
import numpy as np

def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))

def initialize(layer_dims):
    np.random.seed(23)
    params = {}
    for l in range(1, len(layer_dims)):
        params[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) / np.sqrt(layer_dims[l - 1])
        params[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return params

def forward(X, params):
    cache = {"A0": X}
    for l in range(1, 3):
        Z = params[f"W{l}"] @ cache[f"A{l - 1}"] + params[f"b{l}"]
        cache[f"A{l}"] = np.tanh(Z) if l < 2 else sigmoid(Z)
    return cache["A2"], cache

def compute_cost(A, Y):
    m = Y.shape[1]
    return -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))

def backward(Y, params, cache):
    m = Y.shape[1]
    grads = {}
    dZ = cache["A2"] - Y
    grads["dW2"] = dZ @ cache["A1"].T / m
    grads["db2"] = np.sum(dZ, axis=1, keepdims=True) / m
    dZ = params["W2"].T @ dZ * (1 - cache["A1"] ** 2)
    grads["dW1"] = dZ @ cache["A0"].T / m
    grads["db1"] = np.sum(dZ, axis=1, keepdims=True) / m
    return grads

def update(params, grads, lr):
    for key in params:
        params[key] = params[key] - lr * grads["d" + key]
    return params

X = np.array([[0.1 * i - 2 for i in range(40)], [np.sin(i) for i in range(40)]])
Y = (X[0:1, :] ** 2 + X[1:2, :] ** 2 < 1.5).astype(int)
params = initialize([2, 6, 1])
costs = []
for i in range(200):
    A2, cache = forward(X, params)
    cost = compute_cost(A2, Y)
    costs.append(cost)
    grads = backward(Y, params, cache)
    params = update(params, grads, 0.8)
