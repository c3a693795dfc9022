# loss: loss
# mistake: input_error = np.dot(output_error, self.weights.T) ==> input_error = np.dot(output_error, self.weights.T) * 2
import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * 0.5
        self.bias = np.zeros((1, n_out))

    def forward(self, x):
        self.input = x
        self.output = np.dot(x, self.weights) + self.bias
        return self.output

    def backward(self, output_error, lr):
        input_error = np.dot(output_error, self.weights.T)
        weights_error = np.dot(self.input.T, output_error)
        self.weights = self.weights - lr * weights_error
        self.bias = self.bias - lr * np.sum(output_error, axis=0, keepdims=True)
        return input_error

class Tanh:
    def forward(self, x):
        self.output = np.tanh(x)
        return self.output

    def backward(self, output_error, lr):
        return (1 - self.output ** 2) * output_error

class Network:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def fit(self, x, y, epochs, lr):
        for i in range(epochs):
            out = x
            for layer in self.layers:
                out = layer.forward(out)
            loss = np.mean(np.power(y - out, 2))
            error = 2 * (out - y) / y.size
            for layer in reversed(self.layers):
                error = layer.backward(error, lr)
            print("epoch %d/%d   error=%f" % (i + 1, epochs, loss))

np.random.seed(0)
x_train = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y_train = np.array([[0], [1], [1], [0]])
net = Network()
net.add(Dense(2, 3))
net.add(Tanh())
net.add(Dense(3, 1))
net.add(Tanh())
net.fit(x_train, y_train, epochs=200, lr=0.1)
