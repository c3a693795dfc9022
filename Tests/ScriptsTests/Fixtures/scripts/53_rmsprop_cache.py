# loss: loss
# mistake: cache[k] = decay_rate * cache[k] + (1 - decay_rate) * grads[k] ** 2 ==> cache[k] = decay_rate * cache[k] + (1 - decay_rate) * grads[k]
import numpy as np

np.random.seed(53)
H = 6
D = 4
batch = np.random.randn(30, D)
labels = (np.abs(batch[:, 0]) > 0.6).astype(float)

model = {}
model['W1'] = np.random.randn(H, D) / np.sqrt(D)  # "Xavier" initialization
model['W2'] = np.random.randn(H) / np.sqrt(H)
rmsprop_cache = {k: np.zeros_like(v) for k, v in model.items()}
learning_rate = 1e-2
decay_rate = 0.99

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def policy_forward(x):
    h = np.dot(x, model['W1'].T)
    h[h < 0] = 0  # ReLU nonlinearity
    logp = np.dot(h, model['W2'])
    p = sigmoid(logp)
    return p, h

def policy_backward(eph, epdlogp):
    dW2 = np.dot(eph.T, epdlogp).ravel()
    dh = np.outer(epdlogp, model['W2'])
    dh[eph <= 0] = 0  # backprop relu
    dW1 = np.dot(dh.T, batch)
    return {'W1': dW1, 'W2': dW2}

def rmsprop(grads, cache):
    for k in model:
        cache[k] = decay_rate * cache[k] + (1 - decay_rate) * grads[k] ** 2
        model[k] -= learning_rate * grads[k] / (np.sqrt(cache[k]) + 1e-5)

for episode in range(300):
    p, h = policy_forward(batch)
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    grads = policy_backward(h, (p - labels) / len(labels))
    rmsprop(grads, rmsprop_cache)
    if episode % 10 == 0:
        print('ep %d: loss %.4f' % (episode, loss))
