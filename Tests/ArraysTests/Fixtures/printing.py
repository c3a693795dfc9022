"""Makes printing.txt: arrays of many kinds and what NumPy's print() shows of them.

Each case is a block: a header line "dtype shape options", the values (float64 as the hexadecimal
of their bits), the number of lines of the text, and the text.
"""
import io
import struct
import numpy as np

generator = np.random.RandomState(20)


def bits(x):
    return struct.pack(">d", x).hex()


def floats(kind, n):
    g = generator
    if kind == "unit":
        return g.rand(n)
    if kind == "normal":
        return g.randn(n)
    if kind == "small":
        return g.randn(n) * 0.01
    if kind == "tiny":
        return g.randn(n) * 1e-5
    if kind == "huge":
        return g.randn(n) * 1e12
    if kind == "wide":
        return g.randn(n) * 10.0 ** g.randint(-300, 300, n)
    if kind == "narrow":
        return g.randn(n) * 10.0 ** g.randint(-3, 3, n)
    if kind == "whole":
        return np.round(g.randn(n) * 100)
    if kind == "halves":
        return g.randint(-2000, 2000, n) / 8.0
    if kind == "decimals":
        return np.round(g.randn(n) * 10, g.randint(1, 10))
    if kind == "ties":
        # Odd multiples of 2^-k have an exact tie at the k-1-th decimal.
        return (2.0 * g.randint(0, 5000, n) + 1) * 2.0 ** -g.randint(8, 14)
    if kind == "exact ties":
        return (2.0 * g.randint(0, 500, n) + 1) * 2.0 ** -9 * 2.0 ** -g.randint(0, 2, n)
    if kind == "subnormal":
        return g.randint(-1000, 1000, n) * 5e-324
    if kind == "special":
        return g.choice([np.nan, np.inf, -np.inf, -0.0, 0.0, 1.0, -2.5], n)
    if kind == "finite special":
        return g.choice([-0.0, 0.0, 1e-300, 5e-324, 1.7976931348623157e308, -1e-5, 1.5], n)
    if kind == "mixed":
        x = g.randn(n) * 10.0 ** g.randint(-6, 10, n)
        x[g.rand(n) < 0.1] = np.nan
        x[g.rand(n) < 0.1] = -np.inf
        return x
    if kind == "bits":
        return np.frombuffer(g.bytes(8 * n), dtype=np.float64)
    if kind == "large":
        return g.rand(n) * 10.0 ** g.randint(5, 9)
    raise ValueError(kind)


KINDS = ["unit", "normal", "small", "tiny", "huge", "wide", "narrow", "whole", "halves", "decimals",
         "ties", "exact ties", "subnormal", "special", "finite special", "mixed", "bits", "large"]
SHAPES = [(), (1,), (2,), (5,), (12,), (1, 1), (2, 2), (3, 4), (1, 13), (4, 1), (2, 30), (0,), (0, 3), (2, 0)]

cases = []
for kind in KINDS:
    for shape in SHAPES:
        n = int(np.prod(shape))
        if n or kind == "unit":
            cases.append((floats(kind, n).reshape(shape), {}))
for _ in range(60):
    shape = (generator.randint(1, 5), generator.randint(1, 8))
    kind = KINDS[generator.randint(len(KINDS))]
    cases.append((floats(kind, shape[0] * shape[1]).reshape(shape), {}))
for _ in range(40):
    shape = (generator.randint(1, 4), generator.randint(1, 8))
    kind = KINDS[generator.randint(len(KINDS))]
    options = dict(precision=int(generator.randint(0, 13)), max_line_width=int(generator.randint(8, 120)),
                   threshold=int(generator.randint(0, 30)), edgeitems=int(generator.randint(1, 5)))
    cases.append((floats(kind, shape[0] * shape[1]).reshape(shape), options))
for shape in SHAPES:
    n = int(np.prod(shape))
    for width in [2, 10, 1000000, 2 ** 53]:
        cases.append((generator.randint(-width, width, n).reshape(shape), {}))
    cases.append((generator.randint(0, 10, n).reshape(shape), {}))
    cases.append((generator.rand(n).reshape(shape) < 0.5, {}))
    cases.append((np.ones(shape, dtype=bool), {}))
# Past a thousand elements; also exactly that many.
cases.append((np.arange(1000), {}))
cases.append((generator.randn(1001), {}))
cases.append((generator.randint(0, 2, (2, 600)), {}))
cases.append((generator.rand(2, 501), {}))
cases.append((generator.randn(600, 2) * 1e-6, {}))
cases.append((generator.rand(40, 30) < 0.5, {}))
cases.append((generator.randn(6, 200), {}))
cases.append((generator.randn(7, 150), {}))
cases.append((generator.randn(200, 6), {}))
wide = generator.rand(3, 400)
wide[0, 200] = 1e9  # not shown, so not counted
cases.append((wide, {}))
for value in [0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1e23, 9007199254740993.0, -0.0, 1e22,
              5e-324, 2.2250738585072014e-308, 0.30000000000000004, 100.0, 1e100, -1.5e-7, 2.0 ** 89]:
    cases.append((np.array(value), {}))
    cases.append((np.array([value]), {}))
    cases.append((np.array([value, 1.0]), {}))

with open("printing.txt", "w") as out:
    for array, options in cases:
        text = np.array2string(array, **options) if options else None
        if text is None:
            buffer = io.StringIO()
            print(array, file=buffer)
            text = buffer.getvalue()[:-1]
        shape = ",".join(map(str, array.shape)) or "-"
        given = ",".join(str(options[k]) for k in ["precision", "max_line_width", "threshold", "edgeitems"]) if options else "-"
        flat = array.reshape(-1)
        if array.dtype == np.float64:
            values = [bits(x) for x in flat]
        else:
            values = [str(int(x)) for x in flat]
        lines = text.split("\n")
        out.write(f"{array.dtype} {shape} {given}\n{' '.join(values)}\n{len(lines)}\n{text}\n")
print(len(cases), "cases")
