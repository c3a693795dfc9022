"""Makes generators.txt: draws of numpy.random.default_rng for many seeds, and of RandomState.binomial.

Lines as in draws.txt; the last column of a choice is whether it is drawn with replacement.
"""
import struct
import numpy as np

chooser = np.random.RandomState(11)


def show(values):
    values = np.asarray(values).reshape(-1)
    if values.size > 12:
        values = np.concatenate([values[::97], values[-1:]])
    if values.dtype == np.float64:
        return " ".join(struct.pack(">d", x).hex() for x in values)
    return " ".join(str(int(x)) for x in values)


def bits(x):
    return struct.pack(">d", x).hex()


def shape():
    return [(), (1,), (3,), (2, 2), (1, 5), (2, 700), (650,), (0,)][chooser.randint(8)]


def text(shape):
    return ",".join(map(str, shape)) or "-"


def step(rng):
    kind = chooser.randint(9)
    size = shape()
    if kind == 0:
        return f"random {text(size)}", rng.random(size)
    if kind in (1, 2):
        return f"standard_normal {text(size)}", rng.standard_normal(size)
    if kind == 3:
        span = int([1, 2, 3, 10, 256, 257, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 40 + 17,
                    2 ** 52][chooser.randint(13)])
        low = int(chooser.randint(-1000, 1000))
        end = bool(chooser.randint(2))
        return (f"integers {low} {low + span} {text(size)} {int(end)}",
                rng.integers(low, low + span, size=size, endpoint=end))
    if kind == 4:
        low, high = sorted(chooser.randn(2) * 10)
        return f"uniform {bits(low)} {bits(high)} {text(size)}", rng.uniform(low, high, size)
    if kind == 5:
        mean, deviation = chooser.randn() * 10, abs(chooser.randn())
        return f"normal {bits(mean)} {bits(deviation)} {text(size)}", rng.normal(mean, deviation, size)
    if kind == 6:
        n = int(chooser.randint(0, 30))
        return f"permutation {n}", rng.permutation(n)
    if kind == 7:
        rows, columns = int(chooser.randint(1, 6)), int(chooser.randint(1, 4))
        array = np.arange(rows * columns).reshape(rows, columns)
        if chooser.randint(2):
            array = array.reshape(-1)
            rng.shuffle(array)
            return f"shuffle {rows * columns}", array
        rng.shuffle(array)
        return f"shuffle {rows},{columns}", array
    n = int([chooser.randint(1, 9), 12000][chooser.randint(8) == 0])
    replace = bool(chooser.randint(2))
    size = (int(chooser.randint(0, min(n, 600) + 1)),)
    p = None
    if n < 9 and chooser.randint(2):
        p = chooser.randint(1, 10, n).astype(float)
        p /= p.sum()
    given = "-" if p is None else ",".join(bits(x) for x in p)
    return f"choice {n} {text(size)} {int(replace)} {given}", rng.choice(n, size, replace, p)


def binomial(state):
    n = int(chooser.randint(0, 40) if chooser.randint(2) else chooser.randint(40, 4000) ** chooser.randint(1, 3))
    p = float(chooser.rand() ** 2) if chooser.randint(2) else float(chooser.randint(0, 11) / 10)
    size = shape()
    return f"binomial {n} {bits(p)} {text(size)}", state.binomial(n, p, size)


seeds = list(range(150)) + [2 ** 32 - 1, 2 ** 32, 2 ** 53, 2 ** 62] + [int(x) for x in chooser.randint(0, 2 ** 62, 246)]
with open("generators.txt", "w") as out:
    for seed in seeds:
        rng = np.random.default_rng(seed)
        steps = [step(rng) for _ in range(8)]
        out.write(f"{seed} | " + " | ".join(f"{name} = {show(values)}" for name, values in steps) + "\n")
with open("binomials.txt", "w") as out:
    for seed in range(300):
        state = np.random.RandomState(seed)
        steps = [binomial(state) for _ in range(4)]
        out.write(f"{seed} | " + " | ".join(f"{name} = {show(values)}" for name, values in steps) + "\n")
