# loss: train_loss
# mistake: clf.loss(clf.predict(X_val), y_val) ==> clf.loss(clf.forward(X_val), y_val)
# named: dP @ self.W2.T * (1 - H ** 2)
import numpy as np

np.random.seed(6)
N = 100
X = np.random.randn(N, 2)
y = ((X ** 2).sum(axis=1) > 1.4).astype(float).reshape(-1, 1)
X_train, X_val = X[:50], X[50:]
y_train, y_val = y[:50], y[50:]


class Classifier:
    def __init__(self):
        self.W1 = np.random.randn(2, 8)
        self.b1 = np.zeros((1, 8))
        self.W2 = 0.5 * np.random.randn(8, 1)
        self.b2 = np.zeros((1, 1))
        self.cache = {}

    def forward(self, X):
        self.cache['X'] = X
        self.cache['H'] = np.tanh(X @ self.W1 + self.b1)
        self.cache['P'] = 1 / (1 + np.exp(-(self.cache['H'] @ self.W2 + self.b2)))
        return self.cache['P']

    def predict(self, X):
        H = np.tanh(X @ self.W1 + self.b1)
        return 1 / (1 + np.exp(-(H @ self.W2 + self.b2)))

    def loss(self, P, y):
        return float(np.mean(-y * np.log(P) - (1 - y) * np.log(1 - P)))

    def backward(self, P, y):
        X, H = self.cache['X'], self.cache['H']
        dP = (P - y) / len(y)
        dH = dP @ self.W2.T * (1 - H ** 2)
        return {'W1': X.T @ dH, 'b1': dH.sum(0, keepdims=True),
                'W2': H.T @ dP, 'b2': dP.sum(0, keepdims=True)}

    def apply(self, grads, lr):
        for name, g in grads.items():
            self.__dict__[name] -= lr * g


clf = Classifier()
train_curve, val_curve = [], []
for epoch in range(300):
    P = clf.forward(X_train)
    train_loss = clf.loss(P, y_train)
    val_loss = clf.loss(clf.predict(X_val), y_val)
    train_curve.append(train_loss)
    val_curve.append(val_loss)
    clf.apply(clf.backward(P, y_train), lr=0.5)
print('train', train_curve[-1], 'val', val_curve[-1])
