# loss: mse
# mistake: gradient = (2 / n) * x.T.dot(error) ==> gradient = (2 / n) * x.T.dot(np.abs(error))
import numpy as np
np.random.seed(9)
n = 15
x = np.c_[np.ones(n), np.linspace(0, 1, n)]
y = 4 + 3 * x[:, 1] + 0.1 * np.random.randn(n)
theta = np.random.randn(2)
alpha = 0.3
count = 0
while count < 200:
    error = x.dot(theta) - y
    mse = np.mean(error ** 2)
    gradient = (2 / n) * x.T.dot(error)
    theta = theta - alpha * gradient
    count += 1
print(theta)
