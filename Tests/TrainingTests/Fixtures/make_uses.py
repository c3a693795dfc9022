"""Slopes of a small network's values by single numbers, with complex steps (Squire and Trapp, 1998).

An analytic function's derivative is the imaginary part of f(x + ih) / h, without cancellation, so
that h may be 1e-200 and the result is exact to the last bits. It knows nothing of the chain rule.

    python3 make_uses.py > uses.txt

Each line: the moved element, the element that moves, its slope.
"""

import numpy as np

VALUES = {
    "X": [[0.3, -1.2, 0.8, 0.05], [1.1, 0.4, -0.6, 0.9]],
    "Y": [[0.0, 1.0, 1.0, 0.0]],
    "W1": [[0.5, -0.7], [0.2, 0.9], [-1.1, 0.3]],
    "b1": [[0.1], [-0.2], [0.05]],
    "W2": [[0.6, -0.4, 0.8]],
    "b2": [[-0.3]],
}


def run(v):
    v = dict(v)

    def step(name, value):
        # What is moved stays moved, whatever computed it.
        v[name] = value + v.get("move " + name, 0)

    step("Z1", v["W1"] @ v["X"] + v["b1"])
    step("A1", np.tanh(v["Z1"]))
    step("Z2", v["W2"] @ v["A1"] + v["b2"])
    step("A2", 1 / (1 + np.exp(-v["Z2"])))
    y = v["Y"]
    step("L", np.array(-np.mean(y * np.log(v["A2"]) + (1 - y) * np.log(1 - v["A2"]))))
    return v


def text(name, index):
    return name + ("[" + ",".join(map(str, index)) + "]" if index else "")


plain = {k: np.array(x, dtype=complex) for k, x in VALUES.items()}
done = run(plain)
h = 1e-200
for name, index in [
    ("W1", (0, 1)), ("W1", (2, 0)), ("b1", (1, 0)), ("W2", (0, 1)), ("b2", (0, 0)), ("X", (1, 2)),
    ("Y", (0, 3)), ("Z1", (0, 1)), ("A1", (2, 2)), ("A2", (0, 0)),
]:
    moved = {k: x.copy() for k, x in plain.items()}
    if name in moved:
        moved[name][index] += 1j * h
    else:
        moved["move " + name] = np.zeros(done[name].shape, dtype=complex)
        moved["move " + name][index] = 1j * h
    after = run(moved)
    names = ["Z1", "A1", "Z2", "A2", "L"]
    if name in names:
        names = names[names.index(name) + 1:]
    for other in names:
        for place in np.ndindex(after[other].shape):
            slope = after[other][place].imag / h
            if slope != 0:
                print(text(name, index), text(other, place), repr(float(slope)))
