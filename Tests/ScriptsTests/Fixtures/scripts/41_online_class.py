# loss: cost of 20
# mistake: self.w -= self.eta * delta * xi ==> self.w += self.eta * delta * xi
import numpy as np

class Adaline(object):
    """One linear neuron, learning row by row."""
    def __init__(self, eta=0.02, n_iter=50, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w = rgen.normal(loc=0.0, scale=0.01, size=X.shape[1])
        self.b = 0.0
        self.costs = []
        for _ in range(self.n_iter):
            for xi, target in zip(X, y):
                output = self.net_input(xi)
                delta = output - target
                cost = delta ** 2 / 2
                self.w -= self.eta * delta * xi
                self.b -= self.eta * delta
            self.costs.append(cost)
        return self

    def net_input(self, X):
        return np.dot(X, self.w) + self.b

np.random.seed(41)
X = np.random.randn(20, 3)
y = np.where(X[:, 0] > X[:, 2], 1, -1)
ada = Adaline().fit(X, y)
print(ada.w)
