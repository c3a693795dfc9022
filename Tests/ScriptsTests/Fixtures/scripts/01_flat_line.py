# loss: loss
# mistake: grad_w = 2 * X.T @ (pred - y) / len(y) ==> grad_w = 2 * X.T @ pred / len(y)
import numpy as np
np.random.seed(5)
X = np.random.randn(20, 3)
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * np.random.randn(20)
w = np.zeros(3)
lr = 0.05
for i in range(200):
    pred = X @ w
    loss = np.mean((pred - y) ** 2)
    grad_w = 2 * X.T @ (pred - y) / len(y)
    w = w - lr * grad_w
    if i % 50 == 0:
        print(f"step {i}: {loss:.4f}")
print(w)
