# loss: error
# mistake: delta_h = (delta_o @ Wo.T) * h * (1 - h) ==> delta_h = (delta_o @ Wo.T) * h * (1 - h) * h * (1 - h)
import numpy as np

sigmoid = lambda x: 1 / (1 + np.exp(-x))

np.random.seed(34)
inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
expected_output = np.array([[0], [1], [1], [0]])
epochs = 500
lr = 0.8
inputLayerNeurons, hiddenLayerNeurons, outputLayerNeurons = 2, 3, 1
Wh = np.random.uniform(size=(inputLayerNeurons, hiddenLayerNeurons))
bh = np.random.uniform(size=(1, hiddenLayerNeurons))
Wo = np.random.uniform(size=(hiddenLayerNeurons, outputLayerNeurons))
bo = np.random.uniform(size=(1, outputLayerNeurons))
for _ in range(epochs):
    h = sigmoid(np.dot(inputs, Wh) + bh)
    o = sigmoid(np.dot(h, Wo) + bo)
    error = 0.5 * np.sum((expected_output - o) ** 2)
    delta_o = (expected_output - o) * o * (1 - o)
    delta_h = (delta_o @ Wo.T) * h * (1 - h)
    Wo += h.T.dot(delta_o) * lr
    bo += np.sum(delta_o, axis=0, keepdims=True) * lr
    Wh += inputs.T.dot(delta_h) * lr
    bh += np.sum(delta_h, axis=0, keepdims=True) * lr
print(*o)
