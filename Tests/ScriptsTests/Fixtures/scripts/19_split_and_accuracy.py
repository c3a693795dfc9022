# loss: loss
# mistake: db = np.mean(p - t) ==> db = np.sum(p - t)
import numpy as np
np.random.seed(19)
data = np.random.randn(60, 3)
target = (data[:, 0] > data[:, 1]).astype(float)
mean, std = data.mean(axis=0), data.std(axis=0)
data = (data - mean) / std
x, t = data[:48], target[:48]
x_test, t_test = data[48:], target[48:]
w = np.zeros(3)
b = 0.0
for epoch in range(200):
    p = 1 / (1 + np.exp(-(x @ w + b)))
    loss = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
    accuracy = np.mean((p > 0.5) == t)
    dw = x.T @ (p - t) / len(t)
    db = np.mean(p - t)
    w -= 0.5 * dw
    b -= 0.5 * db
    if epoch % 20 == 0:
        print(f"epoch {epoch}: loss {loss:.4f}, accuracy {accuracy:.2f}")
test = 1 / (1 + np.exp(-(x_test @ w + b)))
print(np.mean((test > 0.5) == t_test))
