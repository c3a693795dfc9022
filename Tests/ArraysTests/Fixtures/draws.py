"""Makes draws.txt: draws of numpy.random.RandomState for many seeds.

Each case is a line: seed, then steps apart by " | ": a function with its arguments, "=", and the
values (float64 as the hexadecimal of their bits; of long results every 97th and the last).
"""
import struct
import numpy as np

chooser = np.random.RandomState(7)


def show(values):
    values = np.asarray(values).reshape(-1)
    if values.size > 12:
        values = np.concatenate([values[::97], values[-1:]])
    if values.dtype == np.float64:
        return " ".join(struct.pack(">d", x).hex() for x in values)
    return " ".join(str(int(x)) for x in values)


def shape():
    return [(), (1,), (3,), (2, 2), (1, 5), (2, 700), (650,), (0,)][chooser.randint(8)]


def text(shape):
    return ",".join(map(str, shape)) or "-"


def step(state):
    kind = chooser.randint(10)
    size = shape()
    if kind == 0:
        return f"rand {text(size)}", state.rand(*size)
    if kind in (1, 2):
        return f"randn {text(size)}", state.randn(*size)
    if kind in (3, 4):
        span = int([2, 3, 10, 256, 257, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 40 + 17,
                    2 ** 53 - 1][chooser.randint(12)])
        low = int(chooser.randint(-1000, 1000))
        high = min(low + span, 2 ** 53)
        return f"randint {low} {high} {text(size)}", state.randint(low, high, size=size)
    if kind == 5:
        low, high = chooser.randn() * 10, chooser.randn() * 10
        return (f"uniform {struct.pack('>d', low).hex()} {struct.pack('>d', high).hex()} {text(size)}",
                state.uniform(low, high, size))
    if kind == 6:
        mean, deviation = chooser.randn() * 10, abs(chooser.randn())
        return (f"normal {struct.pack('>d', mean).hex()} {struct.pack('>d', deviation).hex()} {text(size)}",
                state.normal(mean, deviation, size))
    if kind == 7:
        n = int(chooser.randint(0, 30))
        return f"permutation {n}", state.permutation(n)
    if kind == 8:
        rows, columns = int(chooser.randint(1, 6)), int(chooser.randint(1, 4))
        array = np.arange(rows * columns).reshape(rows, columns)
        if chooser.randint(2):
            array = array.reshape(-1)
            state.shuffle(array)
            return f"shuffle {rows * columns}", array
        state.shuffle(array)
        return f"shuffle {rows},{columns}", array
    n = int(chooser.randint(1, 9))
    replace = bool(chooser.randint(2))
    size = (int(chooser.randint(0, n + 1)),)
    p = None
    if chooser.randint(2):
        p = chooser.randint(1, 10, n).astype(float)
        p /= p.sum()
    given = "-" if p is None else ",".join(struct.pack(">d", x).hex() for x in p)
    return f"choice {n} {text(size)} {int(replace)} {given}", state.choice(n, size, replace, p)


seeds = list(range(100)) + [2 ** 32 - 1, 2 ** 31, 2 ** 32 - 2] + [int(x) for x in chooser.randint(0, 2 ** 32, 297)]
with open("draws.txt", "w") as out:
    for seed in seeds:
        state = np.random.RandomState(seed)
        steps = [step(state) for _ in range(8)]
        out.write(f"{seed} | " + " | ".join(f"{name} = {show(values)}" for name, values in steps) + "\n")
