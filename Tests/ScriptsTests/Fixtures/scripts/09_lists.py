# loss: loss
# mistake: delta = np.dot(weights[i].T, delta) * activations[i] * (1 - activations[i]) ==> delta = np.dot(weights[i].T, delta) * activations[i + 1] * (1 - activations[i])
import numpy as np
np.random.seed(11)
sizes = [2, 3, 3]
weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
biases = [np.random.randn(y, 1) for y in sizes[1:]]
X = np.random.randn(2, 12)
Y = np.eye(3)[np.arange(12) % 3].T

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

eta = 1.0
for epoch in range(200):
    activation = X
    activations = [X]
    for W, b in zip(weights, biases):
        activation = sigmoid(np.dot(W, activation) + b)
        activations.append(activation)
    loss = 0.5 * np.sum((activations[-1] - Y) ** 2) / 12
    delta = (activations[-1] - Y) * activations[-1] * (1 - activations[-1]) / 12
    nabla_w = [None] * 2
    nabla_b = [None] * 2
    for i in [1, 0]:
        nabla_w[i] = np.dot(delta, activations[i].T)
        nabla_b[i] = delta.sum(axis=1, keepdims=True)
        if i > 0:
            delta = np.dot(weights[i].T, delta) * activations[i] * (1 - activations[i])
    weights = [w - eta * nw for w, nw in zip(weights, nabla_w)]
    biases = [b - eta * nb for b, nb in zip(biases, nabla_b)]
    print(epoch, loss)
