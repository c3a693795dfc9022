# loss: loss
# mistake: probs = exp / exp.sum(axis=1, keepdims=True) ==> probs = exp / exp.sum(axis=0, keepdims=True)
import numpy as np

class SoftmaxClassifier:
    def __init__(self, n_features, n_classes, lr=0.5, reg=0.01):
        self.W = 0.01 * np.random.randn(n_features, n_classes)
        self.b = np.zeros(n_classes)
        self.lr = lr
        self.reg = reg

    def predict_proba(self, X):
        logits = X @ self.W + self.b
        exp = np.exp(logits - logits.max(axis=1, keepdims=True))
        probs = exp / exp.sum(axis=1, keepdims=True)
        return probs

    def loss(self, probs, Y):
        return -np.mean(np.sum(Y * np.log(probs + 1e-12), axis=1)) + 0.5 * self.reg * np.sum(self.W ** 2)

    def fit(self, X, Y, epochs):
        self.history = []
        for epoch in range(epochs):
            probs = self.predict_proba(X)
            loss = self.loss(probs, Y)
            self.history.append(loss)
            grad = (probs - Y) / X.shape[0]
            self.W -= self.lr * (X.T @ grad + self.reg * self.W)
            self.b -= self.lr * grad.sum(axis=0)
        return self

np.random.seed(22)
X = np.random.randn(36, 3)
labels = np.argmax(X, axis=1)
Y = np.eye(3)[labels]
model = SoftmaxClassifier(3, 3)
model.fit(X, Y, epochs=200)
print("final loss", model.history[-1])
