# loss: loss
# mistake: d_z = d_h * (1 - h ** 2) ==> d_z = d_h * (1 - h) ** 2
import numpy as np


class Adam:
    def __init__(self, shapes, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = [np.zeros(s) for s in shapes]
        self.v = [np.zeros(s) for s in shapes]
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


rng = np.random.default_rng(55)
X = rng.uniform(-3, 3, size=(50, 1))
y = np.sin(X)

W1 = rng.normal(0, 1, (1, 10))
b1 = np.zeros((1, 10))
W2 = rng.normal(0, 1, (10, 1))
b2 = np.zeros((1, 1))
params = [W1, b1, W2, b2]
opt = Adam([p.shape for p in params], lr=0.02)

for epoch in range(500):
    h = np.tanh(X @ W1 + b1)
    pred = h @ W2 + b2
    err = pred - y
    loss = (err ** 2).mean()

    d_pred = 2 * err / len(X)
    dW2 = h.T @ d_pred
    db2 = d_pred.sum(axis=0, keepdims=True)
    d_h = d_pred @ W2.T
    d_z = d_h * (1 - h ** 2)
    dW1 = X.T @ d_z
    db1 = d_z.sum(axis=0, keepdims=True)
    opt.step(params, [dW1, db1, dW2, db2])
    if epoch % 100 == 0:
        print(f"{epoch:4d}  {loss:.5f}")
