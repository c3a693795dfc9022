# loss: J
# mistake: theta = theta - (alpha / m) * X_b.T.dot(errors) ==> theta = theta - (alpha / m) * X_b.T.dot(errors ** 2)
import numpy as np

# size in square metres, number of rooms, price in thousands
data = np.array([[52.0, 2, 110], [71, 3, 150], [64, 2, 139], [90, 4, 201], [45, 1, 92],
                 [120, 5, 260], [83, 3, 178], [101, 4, 220], [58, 2, 121], [77, 3, 160]])
X = data[:, :2]
y = data[:, 2].reshape(-1, 1)
m = len(y)

def feature_normalize(X):
    mu = X.mean(axis=0)
    sigma = X.std(axis=0)
    return (X - mu) / sigma, mu, sigma

X_norm, mu, sigma = feature_normalize(X)
X_b = np.hstack((np.ones((m, 1)), X_norm))

def compute_cost(X_b, y, theta):
    return np.sum((X_b.dot(theta) - y) ** 2) / (2 * m)

def gradient_descent(X_b, y, theta, alpha, num_iters):
    J_history = []
    for _ in range(num_iters):
        J = compute_cost(X_b, y, theta)
        errors = X_b.dot(theta) - y
        theta = theta - (alpha / m) * X_b.T.dot(errors)
        J_history.append(J)
    return theta, J_history

theta = np.zeros((3, 1))
theta, J_history = gradient_descent(X_b, y, theta, alpha=0.1, num_iters=200)
print("theta:", theta.ravel())
print("price of 80 square metres with 3 rooms:", (np.array([[1, (80 - mu[0]) / sigma[0], (3 - mu[1]) / sigma[1]]]) @ theta).item())
