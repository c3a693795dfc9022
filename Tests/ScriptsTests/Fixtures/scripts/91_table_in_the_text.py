# loss: nll
# mistake: g = p - y ==> g = y - p
import io
import numpy as np

# hours studied, hours slept, passed
table = """hours,sleep,passed
1.0,8.0,0
2.5,6.0,0
3.0,7.5,0
4.5,5.0,0
5.0,8.0,1
5.5,4.0,0
6.0,7.0,1
7.5,6.5,1
8.0,5.5,1
9.0,7.0,1
2.0,4.5,0
6.5,8.5,1
"""
data = np.loadtxt(io.StringIO(table), delimiter=",", skiprows=1)
X = data[:, :-1]
y = data[:, -1]

# normalise
X = (X - X.mean(axis=0)) / X.std(axis=0)

N, D = X.shape
w = np.zeros(D)
b = 0.0
eta = 0.3

for t in range(300):
    p = 1 / (1 + np.exp(-(X @ w + b)))
    nll = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / N
    g = p - y
    w -= eta * X.T @ g / N
    b -= eta * g.mean()
    if t % 50 == 0:
        print(t, nll)

print("w =", w, "b =", b)
print("training accuracy", np.mean((p > 0.5) == y))
