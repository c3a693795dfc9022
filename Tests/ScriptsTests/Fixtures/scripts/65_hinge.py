# loss: cost
# mistake: dw = lambda_param * w - X.T.dot(active * y) / n ==> dw = lambda_param * w + X.T.dot(active * y) / n
import numpy as np

np.random.seed(65)
n = 40
X = np.vstack([np.random.randn(n // 2, 2) + [1.5, 1.5], np.random.randn(n // 2, 2) - [1.5, 1.5]])
y = np.concatenate([np.ones(n // 2), -np.ones(n // 2)])

w = np.zeros(2)
b = 0.0
lr = 0.05
lambda_param = 0.01

for epoch in range(200):
    scores = X.dot(w) + b
    margins = y * scores
    cost = np.mean(np.maximum(0, 1 - margins)) + 0.5 * lambda_param * np.sum(w ** 2)
    if epoch % 20 == 0:
        print("epoch", epoch, "cost", cost)
    active = margins < 1
    dw = lambda_param * w - X.T.dot(active * y) / n
    db = -np.sum(active * y) / n
    w -= lr * dw
    b -= lr * db

accuracy = np.mean(np.sign(X.dot(w) + b) == y)
print("accuracy", accuracy)
