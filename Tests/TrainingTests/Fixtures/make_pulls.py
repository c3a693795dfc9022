"""What each example adds to a gradient, in two small networks: the derivative of that example's own
part of the loss, by complex steps (see make_uses.py).

    python3 make_pulls.py > pulls.txt

Each line: the network, a parameter's element, the example (or 'rest', of no example), its part.
"""

import numpy as np

H = 1e-200
columns = {
    "W1": [[0.5, -0.7], [0.2, 0.9]], "b1": [[0.1], [-0.2]], "W2": [[0.6, -0.4]], "b2": [[-0.3]],
}
X = np.array([[0, 1, 0, 1, 1, 0], [0, 0, 1, 1, 0, 0]], dtype=complex)
Y = np.array([[0, 1, 1, 0, 1, 0]], dtype=complex)

rows = {
    "W": [[0.3, -0.2, 0.1], [0.7, 0.4, -0.9]], "c": [[0.05, -0.1, 0.2]],
}
P = np.array([[0.2, 1.0], [-1.3, 0.4], [0.8, 0.8], [0.2, 1.0]], dtype=complex)
T = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]], dtype=complex)
LAM = 0.1


def of_columns(v):
    a1 = np.tanh(v["W1"] @ X + v["b1"])
    a2 = 1 / (1 + np.exp(-(v["W2"] @ a1 + v["b2"])))
    return -(Y * np.log(a2) + (1 - Y) * np.log(1 - a2))[0] / X.shape[1], 0


def of_rows(v):
    z = P @ v["W"] + v["c"]
    e = np.exp(z - z.real.max(axis=1, keepdims=True))
    a = e / e.sum(axis=1, keepdims=True)
    return -(T * np.log(a)).sum(axis=1) / len(P), LAM * np.sum(v["W"] ** 2)


for title, parameters, loss in [("columns", columns, of_columns), ("rows", rows, of_rows)]:
    plain = {k: np.array(x, dtype=complex) for k, x in parameters.items()}
    for name, value in plain.items():
        for index in np.ndindex(value.shape):
            moved = {k: x.copy() for k, x in plain.items()}
            moved[name][index] += 1j * H
            parts, rest = loss(moved)
            place = name + "[" + ",".join(map(str, index)) + "]"
            for example, part in enumerate(parts):
                print(title, place, example, repr(float(part.imag / H)))
            print(title, place, "rest", repr(float(np.imag(rest) / H)))
