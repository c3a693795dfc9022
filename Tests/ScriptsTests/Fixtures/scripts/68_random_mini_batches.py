# loss: batch_cost of 3
# mistake: db = np.sum(dZ, axis=1, keepdims=True) / X.shape[1] ==> db = np.sum(dZ) / X.shape[1]
import math
import numpy as np

def random_mini_batches(X, Y, mini_batch_size=64):
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    num_complete_minibatches = math.floor(m / mini_batch_size)
    for k in range(0, num_complete_minibatches):
        mini_batch_X = shuffled_X[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batch = (mini_batch_X, mini_batch_Y)
        mini_batches.append(mini_batch)
    return mini_batches

def softmax(Z):
    expZ = np.exp(Z - np.max(Z, axis=0))
    return expZ / np.sum(expZ, axis=0)

def compute_cost(A, Y):
    return -np.sum(Y * np.log(A)) / Y.shape[1]

def gradients(A, X, Y):
    dZ = A - Y
    dW = np.dot(dZ, X.T) / X.shape[1]
    db = np.sum(dZ, axis=1, keepdims=True) / X.shape[1]
    return dW, db

np.random.seed(68)
classes = 3
X = np.random.randn(2, 30)
labels = np.argmax(np.array([[1.0, 0.2], [-1.0, 0.5], [0.1, -1.2]]) @ X, axis=0)
Y = np.zeros((classes, 30))
Y[labels, np.arange(30)] = 1

W = np.zeros((classes, 2))
b = np.zeros((classes, 1))
for epoch in range(100):
    epoch_cost = 0
    for minibatch in random_mini_batches(X, Y, 10):
        minibatch_X, minibatch_Y = minibatch
        A = softmax(np.dot(W, minibatch_X) + b)
        batch_cost = compute_cost(A, minibatch_Y)
        epoch_cost += batch_cost / 3
        dW, db = gradients(A, minibatch_X, minibatch_Y)
        W -= 0.1 * dW
        b -= 0.1 * db
    if epoch % 10 == 0:
        print("Cost after epoch %i: %f" % (epoch, epoch_cost))
