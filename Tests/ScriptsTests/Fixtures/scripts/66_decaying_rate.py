# loss: epoch_loss at losses.append
# mistake: db1 = dz1.mean(axis=0) ==> db1 = dz1.mean()
import numpy as np

np.random.seed(66)
X = np.linspace(-1, 1, 30).reshape(-1, 1)
Y = X ** 3 - 0.5 * X

def init_params(layers):
    params = dict()
    for i in range(1, len(layers)):
        params[f"W{i}"] = np.random.randn(layers[i - 1], layers[i]) * np.sqrt(2 / layers[i - 1])
        params[f"b{i}"] = np.zeros(layers[i])
    return params

params = init_params([1, 7, 1])
lr0 = 0.3
decay = 0.01
losses = []
epoch = 0
while epoch < 200:
    lr = lr0 / (1 + decay * epoch)
    z1 = X @ params["W1"] + params["b1"]
    a1 = np.where(z1 > 0, z1, 0.1 * z1)
    out = a1 @ params["W2"] + params["b2"]
    epoch_loss = np.mean((out - Y) ** 2) / 2
    losses.append(epoch_loss)

    dout = out - Y
    dW2 = a1.T @ dout / len(X)
    db2 = dout.mean(axis=0)
    dz1 = dout @ params["W2"].T * np.where(z1 > 0, 1, 0.1)
    dW1 = X.T @ dz1 / len(X)
    db1 = dz1.mean(axis=0)
    for key, grad in zip(["W1", "b1", "W2", "b2"], [dW1, db1, dW2, db2]):
        params[key] -= lr * grad
    epoch += 1
