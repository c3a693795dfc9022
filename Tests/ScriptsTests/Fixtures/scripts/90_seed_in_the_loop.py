# loss: loss of 4
# mistake:     np.random.seed(11 + epoch) ==>     np.random.seed(11)
import numpy as np

def relu(x): return x * (x > 0)
def d_relu(x): return 1. * (x > 0)

np.random.seed(11)
x = np.random.rand(64, 2) * 4 - 2
y = np.abs(x[:, :1]) - 0.5 * x[:, 1:]

n_hidden = 14
w1 = np.random.randn(2, n_hidden) * 0.7
b1 = np.zeros((1, n_hidden))
w2 = np.random.randn(n_hidden, 1) * 0.3
b2 = np.zeros((1, 1))

lr, batch = 0.05, 16
for epoch in range(60):
    np.random.seed(11 + epoch)
    p = np.random.permutation(64)
    losses = []
    for s in range(0, 64, batch):
        xb, yb = x[p[s:s+batch]], y[p[s:s+batch]]
        z1 = xb.dot(w1) + b1
        a1 = relu(z1)
        out = a1.dot(w2) + b2
        loss = np.mean((out - yb) ** 2)
        losses.append(loss)
        g = 2 * (out - yb) / batch
        gw2 = a1.T.dot(g)
        gb2 = g.sum(0, keepdims=True)
        gz1 = g.dot(w2.T) * d_relu(z1)
        gw1 = xb.T.dot(gz1)
        gb1 = gz1.sum(0, keepdims=True)
        w1 -= lr * gw1
        b1 -= lr * gb1
        w2 -= lr * gw2
        b2 -= lr * gb2
    if epoch % 10 == 0:
        print(epoch, np.mean(losses))
