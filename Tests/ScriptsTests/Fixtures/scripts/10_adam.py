# loss: loss
# mistake: dW1 = X.T @ dZ1 ==> dW1 = X.T @ dA1
import numpy as np
np.random.seed(4)
X = np.random.rand(25, 3)
y = np.sin(X.sum(axis=1, keepdims=True))
params = {
    "W1": np.random.randn(3, 6) * 0.5,
    "b1": np.zeros((1, 6)),
    "W2": np.random.randn(6, 1) * 0.5,
    "b2": np.zeros((1, 1)),
}
m_t = {}
v_t = {}
for key in params:
    m_t[key] = np.zeros_like(params[key])
    v_t[key] = np.zeros_like(params[key])
lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
for t in range(1, 201):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.tanh(Z1)
    out = A1 @ params["W2"] + params["b2"]
    loss = np.mean((out - y) ** 2)
    dout = 2 * (out - y) / y.size
    grads = {}
    grads["W2"] = A1.T @ dout
    grads["b2"] = dout.sum(axis=0, keepdims=True)
    dA1 = dout @ params["W2"].T
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = X.T @ dZ1
    grads["W1"] = dW1
    grads["b1"] = dZ1.sum(axis=0, keepdims=True)
    for key in params:
        m_t[key] = beta1 * m_t[key] + (1 - beta1) * grads[key]
        v_t[key] = beta2 * v_t[key] + (1 - beta2) * grads[key] ** 2
        m_hat = m_t[key] / (1 - beta1 ** t)
        v_hat = v_t[key] / (1 - beta2 ** t)
        params[key] = params[key] - lr * m_hat / (np.sqrt(v_hat) + eps)
    if t % 100 == 0:
        print(f"epoch {t} loss {loss:.6f}")
