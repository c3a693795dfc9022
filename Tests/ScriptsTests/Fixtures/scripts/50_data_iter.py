# loss: l.mean() of 4 at grad_w =
# mistake: grad_w = X.T @ (y_hat - y.reshape(y_hat.shape)) ==> grad_w = X.T @ (y.reshape(y_hat.shape) - y_hat)
import numpy as np

def synthetic_data(w, b, num_examples):
    """Generate y = Xw + b + noise."""
    X = np.random.normal(0, 1, (num_examples, len(w)))
    y = np.dot(X, w) + b
    y += np.random.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))

np.random.seed(50)
true_w = np.array([2, -3.4])
true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 40)

def linreg(X, w, b):
    return np.dot(X, w) + b

def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

def sgd(params, grads, lr, batch_size):
    for param, grad in zip(params, grads):
        param -= lr * grad / batch_size

w = np.random.normal(0, 0.01, (2, 1))
b = np.zeros(1)

lr = 0.03
num_epochs = 50
batch_size = 10
net = linreg
loss = squared_loss

for epoch in range(num_epochs):
    indices = np.arange(40)
    np.random.shuffle(indices)
    for i in range(0, 40, batch_size):
        batch_indices = indices[i:i + batch_size]
        X, y = features[batch_indices], labels[batch_indices]
        y_hat = net(X, w, b)
        l = loss(y_hat, y)
        grad_w = X.T @ (y_hat - y.reshape(y_hat.shape))
        grad_b = (y_hat - y.reshape(y_hat.shape)).sum(axis=0)
        sgd([w, b], [grad_w, grad_b], lr, batch_size)
    train_l = loss(net(features, w, b), labels)
    print(f'epoch {epoch + 1}, loss {float(train_l.mean()):f}')
