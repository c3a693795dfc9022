# loss: cost
# mistake: cost = -np.sum(np.log(probs[np.arange(m), y])) / m ==> cost = -np.sum(np.log(probs[np.arange(m), y]))
import numpy as np
np.random.seed(40)
m = 24
X = np.random.randn(m, 4)
y = np.argmax(X[:, :3], axis=1)
theta = np.zeros((4, 3))
bias = np.zeros((1, 3))
for epoch in range(200):
    scores = X @ theta + bias
    probs = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    cost = -np.sum(np.log(probs[np.arange(m), y])) / m
    dscores = probs.copy()
    dscores[np.arange(m), y] -= 1
    dscores /= m
    theta = theta - 0.6 * X.T @ dscores
    bias = bias - 0.6 * np.sum(dscores, axis=0, keepdims=True)
print(cost)
