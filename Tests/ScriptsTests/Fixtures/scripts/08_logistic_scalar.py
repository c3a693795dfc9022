# loss: cost
# mistake: dw = np.dot(X, (A - Y).T) / m ==> dw = np.dot(X, (Y - A).T) / m
import numpy as np
np.random.seed(2)
X = np.random.randn(4, 30)
Y = (X[0:1] + X[1:2] > 0) * 1.0
dim = X.shape[0]
w = np.zeros((dim, 1))
b = 0.0
m = X.shape[1]
for i in range(200):
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    w = w - 0.1 * dw
    b = b - 0.1 * db
    cost = np.squeeze(cost)
    if i % 100 == 0:
        print("Cost after iteration %i: %f" % (i, cost))
