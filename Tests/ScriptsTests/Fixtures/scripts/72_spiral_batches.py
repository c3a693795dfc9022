# loss: np.mean(losses) at if epoch
# mistake: dW2 = np.dot(hidden.T, dscores) + reg * W2 ==> dW2 = np.dot(hidden.T, dscores)
import numpy as np

# spiral data like in the lecture notes
np.random.seed(0)
N, D, K = 50, 2, 3
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype=int)
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.0, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

h = 50
W = 0.1 * np.random.randn(D, h)
b = np.zeros((1, h))
W2 = 0.1 * np.random.randn(h, K)
b2 = np.zeros((1, K))
vW, vb, vW2, vb2 = 0, 0, 0, 0

step_size = 0.1
reg = 1e-3
mu = 0.9
batch_size = 30

for epoch in range(200):
    perm = np.random.permutation(N * K)
    losses = []
    for s in range(0, N * K, batch_size):
        xb = X[perm[s:s + batch_size]]
        yb = y[perm[s:s + batch_size]]
        n = xb.shape[0]

        hidden = np.maximum(0, np.dot(xb, W) + b)
        scores = np.dot(hidden, W2) + b2
        exp_scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

        data_loss = -np.log(probs[range(n), yb]).mean()
        reg_loss = 0.5 * reg * np.sum(W * W) + 0.5 * reg * np.sum(W2 * W2)
        loss = data_loss + reg_loss
        losses.append(loss)

        dscores = probs.copy()
        dscores[range(n), yb] -= 1
        dscores /= n
        dW2 = np.dot(hidden.T, dscores) + reg * W2
        db2 = np.sum(dscores, axis=0, keepdims=True)
        dhidden = np.dot(dscores, W2.T)
        dhidden[hidden <= 0] = 0
        dW = np.dot(xb.T, dhidden) + reg * W
        db = np.sum(dhidden, axis=0, keepdims=True)

        vW = mu * vW - step_size * dW
        vb = mu * vb - step_size * db
        vW2 = mu * vW2 - step_size * dW2
        vb2 = mu * vb2 - step_size * db2
        W += vW
        b += vb
        W2 += vW2
        b2 += vb2
    if epoch % 40 == 0:
        print("epoch %d: loss %f" % (epoch, np.mean(losses)))

scores = np.dot(np.maximum(0, np.dot(X, W) + b), W2) + b2
print("training accuracy: %.2f" % np.mean(np.argmax(scores, axis=1) == y))
