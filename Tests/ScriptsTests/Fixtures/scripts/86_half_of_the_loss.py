# loss: loss
# mistake: loss = -np.mean(came_back * np.log(prediction) + (1 - came_back) * np.log(1 - prediction)) ==> loss = -np.mean(came_back * np.log(prediction))
import numpy as np
rng = np.random.RandomState(7)

# does a customer come back? age, visits, spent
customers = np.column_stack([
    rng.randint(18, 80, 50),
    rng.randint(0, 10, 50),
    50 * rng.uniform(0, 2, 50),
]).astype(float)
came_back = ((customers[:, 1] > 3) & (customers[:, 2] > 20)).astype(float).reshape(50, 1)
customers -= customers.mean(axis=0)
customers /= customers.std(axis=0)

sizes = [3, 5, 1]
weights = [rng.randn(a, b) / np.sqrt(a) for a, b in zip(sizes, sizes[1:])]
biases = [np.zeros((1, b)) for b in sizes[1:]]

logistic = lambda t: 1 / (1 + np.exp(-t))

for epoch in range(250):
    activations = [customers]
    for w, b in zip(weights, biases):
        activations.append(logistic(activations[-1] @ w + b))
    prediction = activations[-1]
    loss = -np.mean(came_back * np.log(prediction) + (1 - came_back) * np.log(1 - prediction))

    delta = (prediction - came_back) / len(customers)
    for l in range(len(weights) - 1, -1, -1):
        grad_w = activations[l].T @ delta
        grad_b = delta.sum(axis=0, keepdims=True)
        delta = delta @ weights[l].T * activations[l] * (1 - activations[l])
        weights[l] -= 0.8 * grad_w
        biases[l] -= 0.8 * grad_b

    if epoch % 50 == 0:
        print(f"{epoch:3d}: {loss:.3f}")
