# loss: mse
# mistake: weights = weights - learning_rate * gradient ==> weights = weights - 0.01 * gradient
# named: learning_rate = 0.1
import numpy as np
np.random.seed(26)
learning_rate = 0.1
n_iterations = 200
inputs = np.random.rand(50, 2)
targets = inputs @ np.array([[2.0], [-1.0]]) + 0.5
inputs = np.hstack([inputs, np.ones((50, 1))])
weights = np.random.randn(3, 1)
for iteration in range(n_iterations):
    predictions = inputs @ weights
    errors = predictions - targets
    mse = float(np.mean(errors ** 2))
    gradient = 2 / len(inputs) * inputs.T @ errors
    weights = weights - learning_rate * gradient
print(weights.ravel())
