from numpy import *

class Net(object):
    def __init__(self, sizes=(2, 2, 1)):
        self.w = [random.normal(size=(a, b)) for a, b in zip(sizes[:-1], sizes[1:])]

    def run(self, x):
        self.h = maximum(0, x @ self.w[0])
        return self.h @ self.w[1]

random.seed(1)
x, y = array([[0, 1], [1, 0], [1, 1]]), array([[1], [1], [0]])
net = Net()
for epoch in range(50):
    e = net.run(x) - y
    L = (e ** 2).sum() / 2
    d1 = net.h.T @ e
    d0 = x.T @ (e @ net.w[1].T * (net.h > 0))
    for w, d in zip(net.w, [d0, d1]):
        w -= .01 * d
print("done", L)
