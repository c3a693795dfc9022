# loss: loss
# mistake: d_hidden = np.dot(d_output, self.weights2.T) * self.hidden * (1 - self.hidden) ==> d_hidden = np.dot(d_output, self.weights2.T)
import numpy as np

class NeuralNetwork:
    """Two layers."""

    def __init__(self, x, y, hidden=4, lr=0.5):
        self.input = x
        self.y = y
        self.lr = lr
        self.weights1 = np.random.rand(self.input.shape[1], hidden)
        self.weights2 = np.random.rand(hidden, 1)
        self.output = np.zeros(self.y.shape)

    def sigmoid(self, x):
        return 1.0 / (1.0 + np.exp(-x))

    def feedforward(self):
        self.hidden = self.sigmoid(np.dot(self.input, self.weights1))
        self.output = self.sigmoid(np.dot(self.hidden, self.weights2))
        return self.output

    def backprop(self):
        d_output = 2 * (self.output - self.y) * self.output * (1 - self.output) / 4
        d_weights2 = np.dot(self.hidden.T, d_output)
        d_hidden = np.dot(d_output, self.weights2.T) * self.hidden * (1 - self.hidden)
        d_weights1 = np.dot(self.input.T, d_hidden)
        self.weights1 -= self.lr * d_weights1
        self.weights2 -= self.lr * d_weights2

if __name__ == "__main__":
    np.random.seed(0)
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0], [1], [1], [0]])
    nn = NeuralNetwork(X, y)
    losses = []
    for i in range(200):
        output = nn.feedforward()
        loss = np.mean(np.square(y - output))
        losses.append(loss)
        nn.backprop()
    print(nn.output)
