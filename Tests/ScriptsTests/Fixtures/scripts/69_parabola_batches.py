# loss: epoch_loss / (len(x) / bs) at hist.append
# mistake: yb = y[idx[k:k + bs]].reshape(-1, 1) ==> yb = y[idx[k:k + bs]]
import numpy as np

np.random.seed(0)
x = np.random.uniform(-1, 1, (96, 1))
y = x[:, 0] ** 2 + 0.02 * np.random.randn(96)

H = 16
w1 = np.random.randn(1, H)
b1 = np.random.randn(H) * 0.5
w2 = np.random.randn(H, 1) * 0.3
b2 = np.zeros(1)

lr = 0.1
bs = 16
hist = []
for epoch in range(100):
    idx = np.random.permutation(len(x))
    epoch_loss = 0
    for k in range(0, len(x), bs):
        xb = x[idx[k:k + bs]]
        yb = y[idx[k:k + bs]].reshape(-1, 1)

        # forward
        hid = np.tanh(xb @ w1 + b1)
        pred = hid @ w2 + b2

        # loss
        err = pred - yb
        epoch_loss += 0.5 * np.mean(err ** 2)

        # backward
        d_pred = err / len(xb)
        d_w2 = np.sum(hid * d_pred, axis=0).reshape(-1, 1)
        d_b2 = np.sum(d_pred)
        d_hid = d_pred * w2.T * (1 - hid ** 2)
        d_w1 = xb.T @ d_hid
        d_b1 = d_hid.sum(axis=0)

        # update
        w1 -= lr * d_w1
        b1 -= lr * d_b1
        w2 -= lr * d_w2
        b2 -= lr * d_b2
    hist.append(epoch_loss / (len(x) / bs))
    if (epoch + 1) % 20 == 0:
        print("epoch", epoch + 1, "loss", round(float(hist[-1]), 6))

print("first / last loss: %.5f / %.5f" % (hist[0], hist[-1]))
