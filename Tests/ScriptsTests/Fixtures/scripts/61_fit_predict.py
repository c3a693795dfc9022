# loss: loss of 4
# mistake: dz2 = (probs - y_batch) / len(X_batch) ==> dz2 = (probs - y_batch) / len(X_batch) * probs
import numpy as np

class MLPClassifier:
    def __init__(self, n_hidden=16, lr=0.1, epochs=100, batch_size=32, seed=0):
        self.n_hidden = n_hidden
        self.lr = lr
        self.epochs = epochs
        self.batch_size = batch_size
        self.rng = np.random.default_rng(seed)

    def _softmax(self, z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def _forward(self, X):
        z1 = X @ self.W1 + self.b1
        a1 = np.tanh(z1)
        z2 = a1 @ self.W2 + self.b2
        return a1, self._softmax(z2)

    def fit(self, X, y):
        n_samples, n_features = X.shape
        n_classes = len(np.unique(y))
        Y = np.eye(n_classes)[y]
        self.W1 = self.rng.normal(0, 0.5, (n_features, self.n_hidden))
        self.b1 = np.zeros(self.n_hidden)
        self.W2 = self.rng.normal(0, 0.5, (self.n_hidden, n_classes))
        self.b2 = np.zeros(n_classes)
        self.history = []
        for epoch in range(self.epochs):
            order = self.rng.permutation(n_samples)
            total = 0
            for start in range(0, n_samples, self.batch_size):
                batch = order[start:start + self.batch_size]
                X_batch, y_batch = X[batch], Y[batch]
                a1, probs = self._forward(X_batch)
                loss = -np.mean(np.sum(y_batch * np.log(probs + 1e-12), axis=1))
                total += loss

                dz2 = (probs - y_batch) / len(X_batch)
                dW2 = a1.T @ dz2
                db2 = dz2.sum(axis=0)
                dz1 = dz2 @ self.W2.T * (1 - a1 ** 2)
                dW1 = X_batch.T @ dz1
                db1 = dz1.sum(axis=0)

                self.W1 -= self.lr * dW1
                self.b1 -= self.lr * db1
                self.W2 -= self.lr * dW2
                self.b2 -= self.lr * db2
            self.history.append(total / 4)
        return self

    def predict(self, X):
        return self._forward(X)[1].argmax(axis=1)

np.random.seed(61)
X = np.random.randn(32, 2)
y = (X[:, 0] > 0).astype(int) + 2 * (X[:, 1] > 0).astype(int)
clf = MLPClassifier(n_hidden=8, lr=0.5, epochs=60, batch_size=8, seed=1)
clf.fit(X, y)
print("accuracy:", (clf.predict(X) == y).mean())
