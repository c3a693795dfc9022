# loss: cost
# mistake: grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m ==> grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True)
import numpy as np

def init_params(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.7
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters

def relu(Z):
    return np.maximum(0, Z)

def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))

def forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        A = relu(Z)
        caches.append((A_prev, Z))
    Z = np.dot(parameters["W" + str(L)], A) + parameters["b" + str(L)]
    AL = sigmoid(Z)
    caches.append((A, Z))
    return AL, caches

def backward(AL, Y, caches, parameters):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    dZ = AL - Y
    for l in reversed(range(1, L + 1)):
        A_prev, Z = caches[l - 1]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = np.dot(parameters["W" + str(l)].T, dZ)
            Zp = caches[l - 2][1]
            dZ = dA * (Zp > 0)
    return grads

np.random.seed(8)
X = np.random.randn(3, 25)
Y = (X.sum(axis=0, keepdims=True) > 0).astype(int)
layer_dims = [3, 5, 4, 1]
parameters = init_params(layer_dims)
learning_rate = 0.3
for epoch in range(200):
    AL, caches = forward(X, parameters)
    cost = -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    grads = backward(AL, Y, caches, parameters)
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    if epoch % 50 == 0:
        print(epoch, cost)
