# loss: loss
# mistake: grad_w = -2 * np.mean(x * (y - y_hat)) ==> grad_w = -2 * np.mean(x * y - y_hat)
import numpy as np
np.random.seed(33)
x = np.linspace(-1, 1, 40)
y = 1.7 * x - 0.4 + 0.05 * np.random.randn(40)
w, b = 0.0, 0.0
learning_rate = 0.1
tolerance = 1e-12
previous_loss = float("inf")
for epoch in range(1000):
    y_hat = w * x + b
    loss = np.mean((y - y_hat) ** 2)
    if abs(previous_loss - loss) < tolerance:
        print(f"Stopped after {epoch} epochs")
        break
    previous_loss = loss
    grad_w = -2 * np.mean(x * (y - y_hat))
    grad_b = -2 * np.mean(y - y_hat)
    w -= learning_rate * grad_w
    b -= learning_rate * grad_b
