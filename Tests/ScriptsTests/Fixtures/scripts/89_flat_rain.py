# loss: loss
# mistake: loss = -np.mean(y.reshape(-1, 1) * np.log(A2) + (1 - y.reshape(-1, 1)) * np.log(1 - A2)) ==> loss = -np.mean(y * np.log(A2) + (1 - y) * np.log(1 - A2))
"""Predict whether it rains tomorrow (temperature, pressure, humidity)."""
import numpy as np


class RainModel:
    def __init__(self, hidden=5, lr=0.3, epochs=200, random_state=0):
        self.hidden = hidden
        self.lr = lr
        self.epochs = epochs
        self.random_state = random_state

    def _init(self, d):
        rng = np.random.RandomState(self.random_state)
        self.W1_ = rng.normal(scale=0.5, size=(d, self.hidden))
        self.b1_ = np.zeros(self.hidden)
        self.W2_ = rng.normal(scale=0.5, size=(self.hidden, 1))
        self.b2_ = np.zeros(1)

    def _forward(self, X):
        A1 = np.tanh(X @ self.W1_ + self.b1_)
        A2 = 1 / (1 + np.exp(-(A1 @ self.W2_ + self.b2_)))
        return A1, A2

    def fit(self, X, y):
        self._init(X.shape[1])
        self.losses_ = []
        n = len(X)
        for _ in range(self.epochs):
            A1, A2 = self._forward(X)
            loss = -np.mean(y.reshape(-1, 1) * np.log(A2) + (1 - y.reshape(-1, 1)) * np.log(1 - A2))
            self.losses_.append(loss)
            D2 = (A2 - y.reshape(-1, 1)) / n
            D1 = D2 @ self.W2_.T * (1 - A1 ** 2)
            self.W2_ -= self.lr * (A1.T @ D2)
            self.b2_ -= self.lr * D2.sum(axis=0)
            self.W1_ -= self.lr * (X.T @ D1)
            self.b1_ -= self.lr * D1.sum(axis=0)
        return self

    def predict_proba(self, X):
        return self._forward(X)[1].ravel()


np.random.seed(5)
weather = np.random.randn(40, 3)
rain = (weather[:, 2] - weather[:, 1] + 0.3 * np.random.randn(40) > 0.4).astype(int)
model = RainModel(hidden=4).fit(weather, rain)
print(model.losses_[0], model.losses_[-1])
print("acc:", np.mean((model.predict_proba(weather) > 0.5) == rain))
