# loss: loss
# mistake: delta = (layers[i][0].T @ delta) * (1 - a[i] ** 2) ==> delta = (layers[i][0].T @ delta) * (1 - a[i])
#!/usr/bin/env python
# coding: utf-8

# # Notebook 4: curve fitting with RMSprop

# In[1]:

import numpy as np
try:
    import matplotlib.pyplot as plt
    HAVE_PLT = True
except ImportError:
    HAVE_PLT = False

rng = np.random.default_rng(0)

# In[2]:  data

x = np.sort(rng.uniform(-2, 2, 90)).reshape(1, -1)
y = np.sin(2 * x) + 0.3 * x
m = x.shape[1]

# In[3]:  parameters, one list of [W, b] per layer

sizes = [1, 16, 16, 1]
layers = []
for n_in, n_out in zip(sizes[:-1], sizes[1:]):
    layers.append([rng.normal(size=(n_out, n_in)) * np.sqrt(1 / n_in), np.zeros((n_out, 1))])
s = [[np.zeros_like(W), np.zeros_like(b)] for W, b in layers]

# In[4]:  training

rho, lr, eps = 0.9, 0.005, 1e-8
history = []
for epoch in range(300):
    a = [x]
    for i, (W, b) in enumerate(layers):
        z = W @ a[-1] + b
        a.append(z if i == len(layers) - 1 else np.tanh(z))
    loss = np.sum((a[-1] - y) ** 2) / (2 * m)
    history.append(loss)

    delta = (a[-1] - y) / m
    grads = [None] * len(layers)
    for i in range(len(layers) - 1, -1, -1):
        grads[i] = [delta @ a[i].T, delta.sum(axis=1, keepdims=True)]
        if i > 0:
            delta = (layers[i][0].T @ delta) * (1 - a[i] ** 2)

    for i in range(len(layers)):
        for j in range(2):
            s[i][j] = rho * s[i][j] + (1 - rho) * grads[i][j] ** 2
            layers[i][j] = layers[i][j] - lr * grads[i][j] / (np.sqrt(s[i][j]) + eps)

    if epoch % 50 == 0:
        print(f"{epoch:4d}: {loss:.6f}")

print("last:", history[-1])

# In[5]:

if HAVE_PLT:
    plt.figure()
    plt.plot(x[0], y[0], "k.", label="data")
    plt.plot(x[0], a[-1][0], "r-", label="net")
    plt.legend()
    plt.show()
