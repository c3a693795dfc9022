"""Makes operations.txt: operations on random arrays, and NumPy's results.

A case is a line of fields apart by "|": name, arguments, result, how exact. An array is
"dtype:shape:values" (float64 as the hexadecimal of its bits); "error" is the result where NumPy
raises, or where these arrays by design do: ranks above 2, integers beyond 2^53. How exact: "="
for every bit, "0" for every bit but the signs of zeros, "2" for two units in the last place, or
"~x" for four units in the last place of x, the same computation on magnitudes.

Where NumPy's result for booleans is float16 or int8, the operand is converted before: float64 and
int64 take their place.
"""
import math
import struct
import warnings
import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")
g = np.random.RandomState(11)
LIMIT = 2 ** 53
out = open("operations.txt", "w")
count = 0


def bits(x):
    return struct.pack(">d", x).hex()


def show(a):
    a = np.asarray(a)
    shape = ",".join(map(str, a.shape)) or "-"
    if a.dtype == np.float64:
        values = [bits(x) for x in a.reshape(-1)]
    else:
        assert a.dtype in (np.int64, np.bool_), a.dtype
        values = [str(int(x)) for x in a.reshape(-1)]
    return f"{a.dtype}:{shape}:{','.join(values)}"


def case(name, arguments, compute, exact="="):
    global count
    try:
        result = np.asarray(compute())
        if result.dtype == object:
            if any(abs(int(x)) > LIMIT for x in result.reshape(-1)):
                raise OverflowError
            result = result.astype(np.int64)
        if result.ndim > 2 or (result.dtype == np.int64 and result.size and np.abs(result).max() > LIMIT):
            raise ValueError
        text = show(result)
        if callable(exact):
            exact = exact()
    except (ValueError, TypeError, IndexError, OverflowError):
        text, exact = "error", "="
    out.write(f"{name}|{'|'.join(arguments)}|{text}|{exact}\n")
    count += 1


def shape(largest=4):
    rank = g.choice([0, 1, 1, 2, 2, 2])
    return tuple(int(x) for x in g.choice([0] + [1, 2, 3, 4, 5] * 4, rank))


def compatible(s):
    """A shape that broadcasts with s, mostly."""
    if g.rand() < 0.07:
        return shape()
    t = [1 if g.rand() < 0.3 else d for d in s]
    while t and g.rand() < 0.25:
        t = t[1:]
    if len(t) == 1 and g.rand() < 0.3:
        t = [int(g.randint(1, 4))] + t
    return tuple(t)


def array(s, dtype=None, kind=None):
    dtype = dtype or g.choice(["bool", "int64", "float64", "float64"])
    if dtype == "bool":
        return np.asarray(g.rand(*s) < 0.5)
    if dtype == "int64":
        width = int(g.choice([3, 20, 1000, 10 ** 9, LIMIT], p=[0.35, 0.35, 0.15, 0.1, 0.05]))
        return np.asarray(g.randint(-width, width + 1, s))
    kind = kind or g.choice(["normal", "whole", "wide", "special"], p=[0.55, 0.2, 0.1, 0.15])
    if kind == "normal":
        return np.asarray(g.randn(*s))
    if kind == "whole":
        return np.asarray(g.randint(-6, 7, s) / 2.0)
    if kind == "wide":
        return np.asarray(g.randn(*s) * 10.0 ** g.randint(-20, 20, s))
    return np.asarray(g.choice([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.5, 3.0], s))


def wide(a):
    """Integers that never overflow, for checking the limit."""
    return a.astype(object) if a.dtype == np.int64 else a


BINARY = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.true_divide,
    "floorDivide": np.floor_divide, "remainder": np.remainder, "power": np.power, "equal": np.equal,
    "notEqual": np.not_equal, "less": np.less, "lessEqual": np.less_equal, "greater": np.greater,
    "greaterEqual": np.greater_equal, "bitwiseAnd": np.bitwise_and, "bitwiseOr": np.bitwise_or,
    "bitwiseXor": np.bitwise_xor, "logicalAnd": np.logical_and, "logicalOr": np.logical_or,
    "logicalXor": np.logical_xor, "maximum": np.maximum, "minimum": np.minimum,
}


def binary(name, a, b):
    f = BINARY[name]
    x, y = a, b
    if name in ("floorDivide", "remainder", "power") and a.dtype == b.dtype == np.bool_:
        x, y = a.astype(np.int64), b.astype(np.int64)
    types = [x.dtype, y.dtype]
    integer = np.float64 not in types and np.int64 in types
    if integer and name == "multiply":
        return np.asarray(f(x.astype(np.int64).astype(object), y.astype(np.int64).astype(object)), dtype=object)
    if integer and name == "power":
        np.broadcast(x, y)
        if y.size and y.min() < 0:
            if x.ndim == y.ndim == 0:
                return np.power(float(x), float(y))
            raise ValueError
        return np.asarray(f(x.astype(np.int64).astype(object), y.astype(np.int64).astype(object)), dtype=object)
    return f(x, y)


for name in BINARY:
    for _ in range(27):
        s = shape()
        a, b = array(s), array(compatible(s))
        if g.rand() < 0.5:
            a, b = b, a
        if name == "power":
            if b.dtype == np.int64:
                b = np.asarray(b % 12 - (g.rand() < 0.3))
            if g.rand() < 0.3:
                b = np.asarray([2.0, 3.0, -1.0, 1.0, 0.5, 0.0, -2.0])[g.randint(7)].reshape(())
                a = np.asarray(np.abs(a)) if b == 0.5 else a
        exact = {"power": "2", "maximum": "0", "minimum": "0"}.get(name, "=")
        case("binary " + name, [show(a), show(b)], lambda: binary(name, a, b), exact)

def sigmoid(x):
    """Right for tiny results too, where the plain form gives 0."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(np.minimum(x, 0))))


UNARY = {
    "negative": np.negative, "positive": np.positive, "invert": np.invert, "logicalNot": np.logical_not,
    "absolute": np.absolute, "sign": np.sign, "square": np.square, "sqrt": np.sqrt, "exp": np.exp,
    "log": np.log, "log1p": np.log1p, "expm1": np.expm1, "log2": np.log2, "log10": np.log10,
    "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "erf": np.vectorize(math.erf, otypes=[float]), "sigmoid": sigmoid,
    "softplus": lambda x: np.logaddexp(0, x), "relu": lambda x: np.maximum(x, 0), "floor": np.floor,
    "ceil": np.ceil, "rint": np.rint, "isnan": np.isnan, "isinf": np.isinf, "isfinite": np.isfinite,
}
EXACT = ["negative", "positive", "invert", "logicalNot", "absolute", "sign", "square", "sqrt", "floor", "ceil",
         "rint", "isnan", "isinf", "isfinite"]


def unary(name, a):
    x = a
    if name not in EXACT + ["relu"] or name in ("sqrt", "rint"):
        x = a.astype(np.float64)
    if name == "square" and a.dtype == np.bool_:
        x = a.astype(np.int64)
    if name == "square" and x.dtype == np.int64:
        return np.asarray(np.square(x.astype(object)), dtype=object)
    return UNARY[name](x)


for name in UNARY:
    for i in range(14):
        a = array(shape(), ["bool", "int64", None][min(i, 2)])
        case("unary " + name, [show(a)], lambda: unary(name, a), "0" if name == "relu" else "=" if name in EXACT else "2")

REDUCTIONS = {
    "sum": np.sum, "mean": np.mean, "prod": np.prod, "max": np.max, "min": np.min, "argmax": np.argmax,
    "argmin": np.argmin, "any": np.any, "all": np.all, "variance": np.var, "standardDeviation": np.std,
}
for name, f in REDUCTIONS.items():
    for _ in range(26):
        s = shape()
        if g.rand() < 0.15:
            s = tuple(d * int(g.randint(1, 9)) for d in s)
        a = array(s)
        axis = None if g.rand() < 0.3 else int(g.randint(-3, 3)) if g.rand() < 0.1 else int(g.randint(-a.ndim, a.ndim)) if a.ndim else int(g.randint(-1, 1))
        options = dict(axis=axis, keepdims=bool(g.randint(2)))
        freedom = 0
        if name in ("variance", "standardDeviation"):
            freedom = options["ddof"] = int(g.randint(0, 3))
        x = wide(a) if name in ("prod", "sum") and a.size else a
        if name in ("mean", "variance", "standardDeviation") and a.dtype == np.float64 and not np.isfinite(a).all():
            a = x = np.nan_to_num(a, posinf=2, neginf=-2)
        def compute():
            result = f(x, **options)
            return np.asarray(result, dtype=object) if x.dtype == object else result
        def exact():
            if name in ("sum", "mean", "prod") and a.dtype == np.float64 or name == "mean":
                return "~" + bits(np.max(f(np.abs(np.nan_to_num(a.astype(float), posinf=0, neginf=0)), **options), initial=0))
            if name in ("variance", "standardDeviation"):
                scale = np.max(np.abs(a.astype(float)), initial=0)
                return "~" + bits(8 * scale if name == "standardDeviation" else 8 * scale * scale)
            return "0"
        case("reduce " + name, [show(a), "-" if axis is None else str(axis), str(int(options["keepdims"])), str(freedom)], compute, exact)

for _ in range(140):
    m, k, n = (int(x) for x in g.choice([0, 1, 2, 3, 4, 5, 9, 20], 3, p=[.04, .2, .2, .2, .2, .08, .04, .04]))
    a, b = array((m, k)), array((k if g.rand() < 0.9 else k + 1, n))
    if g.rand() < 0.2:
        a = a[0] if m else a
    if g.rand() < 0.2:
        b = b[:, 0] if n else b
    if g.rand() < 0.05:
        b = array(())
    name = ["product", "dot"][g.randint(2)]
    f = np.matmul if name == "product" else np.dot
    for v in (a, b):
        if v.dtype == np.float64 and v.size:
            np.nan_to_num(v, copy=False, posinf=2, neginf=-2)
    def compute():
        f(a, b)
        if a.dtype != np.float64 and b.dtype != np.float64 and np.int64 in (a.dtype, b.dtype):
            if name == "dot" and 0 in (a.ndim, b.ndim):
                return np.asarray(np.multiply(a.astype(np.int64).astype(object), b.astype(np.int64).astype(object)), dtype=object)
            if f(a, b).size == 0:
                return f(a, b)
            return np.asarray(np.dot(a.astype(np.int64).astype(object), b.astype(np.int64).astype(object)), dtype=object)
        return f(a, b)
    case(name, [show(a), show(b)], compute,
         lambda: "~" + bits(np.max(f(np.abs(a.astype(float)), np.abs(b.astype(float))), initial=0)))


def subscript(a):
    """Python's subscript and its text."""
    items, texts = [], []
    axis = 0
    size = lambda: a.shape[axis] if axis < a.ndim else 3
    for _ in range(g.randint(0, a.ndim + 1 + (g.rand() < 0.15))):
        kind = g.rand()
        if kind < 0.25:
            n = size()
            i = int(g.randint(-n - (g.rand() < .1), n + 1 + (g.rand() < .1))) if g.rand() < 0.1 or n == 0 else int(g.randint(-n, n))
            items.append(i)
            texts.append(str(i))
            axis += 1
        elif kind < 0.65:
            bound = lambda: None if g.rand() < 0.3 else int(g.randint(-7, 8))
            start, stop, step = bound(), bound(), None if g.rand() < 0.5 else int(g.randint(-3, 4))
            if g.rand() < .97 and step == 0:
                step = -1
            items.append(slice(start, stop, step))
            texts.append(":".join("" if x is None else str(x) for x in (start, stop, step)))
            axis += 1
        elif kind < 0.72:
            items.append(None)
            texts.append("N")
        elif kind < 0.8:
            items.append(Ellipsis)
            texts.append("E")
        elif kind < 0.9:
            rank = 1 if g.rand() < 0.6 else 2
            if g.rand() < 0.1:
                rank = 0
            s = a.shape[axis:axis + rank] if g.rand() < 0.95 else (2,)
            mask = np.asarray(g.rand(*s) < 0.5)
            items.append(mask)
            texts.append("M" + show(mask))
            axis += mask.ndim
        else:
            n = size()
            s = shape() if g.rand() < 0.3 else (int(g.randint(0, 4)),)
            indices = np.asarray(g.randint(-n, n, s)) if n else np.zeros(s, dtype=np.int64)
            if g.rand() < 0.05:
                indices = indices + 2
            indices = np.asarray(indices)
            if g.rand() < 0.03:
                indices = np.asarray(indices.astype(float))
            items.append(indices)
            texts.append("I" + show(indices))
            axis += 1
    return tuple(items), ";".join(texts) or "-"


for _ in range(330):
    a = array(shape())
    items, text = subscript(a)
    case("index", [show(a), text], lambda: a[items])
for _ in range(260):
    a = array(shape())
    items, text = subscript(a)
    try:
        target = a[items].shape
    except (IndexError, ValueError):
        target = (2,)
    value = array(compatible(target) if len(target) < 3 else ())
    def compute():
        b = a.copy()
        if a[items].ndim > 2:
            raise ValueError
        if a.dtype == np.int64 and value.dtype == np.float64 and not (np.isfinite(value).all() and np.abs(value).max(initial=0) < LIMIT):
            # What NumPy makes of these depends on the processor; they are errors here.
            np.broadcast_to(value, b[items].shape) if value.ndim <= b[items].ndim else None
            raise ValueError
        if b[items].size == 0:
            # NumPy does not look at the value's shape where an index array names nothing.
            extra = max(value.ndim - b[items].ndim, 0)
            if any(d != 1 for d in value.shape[:extra]):
                raise ValueError
            np.broadcast_to(value.reshape(value.shape[extra:]), b[items].shape)
        if not isinstance(b[items], np.ndarray) and value.ndim:
            # NumPy refuses these for numbers, and takes the truth of a sequence for booleans.
            raise ValueError
        b[items] = value
        return b
    case("assign", [show(a), text, show(value)], compute)

for _ in range(50):
    s = shape()
    c, a, b = array(compatible(s)), array(s), array(compatible(s))
    case("select", [show(c), show(a), show(b)], lambda: np.where(c, a, b))
for _ in range(60):
    s = shape()
    arrays = []
    for _ in range(g.randint(1, 4)):
        t = list(s)
        if t and g.rand() < 0.6:
            t[g.randint(len(t))] = int(g.randint(0, 4))
        arrays.append(array(tuple(t)))
    name = ["concatenate", "vstack", "hstack"][g.randint(3)]
    axis = "" if name != "concatenate" else ["0", "1", "-1", "-"][g.randint(4)]
    f = {"vstack": np.vstack, "hstack": np.hstack}.get(name) or (lambda v: np.concatenate(v, axis=None if axis == "-" else int(axis)))
    case(f"{name} {axis}".strip(), [";".join(show(x) for x in arrays)], lambda: f(arrays))
for _ in range(40):
    a = array(shape())
    counts = [int(x) for x in g.randint(0, 4, g.randint(0, 3))]
    case("tile", [show(a), ",".join(map(str, counts)) or "-"], lambda: np.tile(a, counts))
for _ in range(40):
    a = array(shape())
    axis = None if g.rand() < 0.4 else int(g.randint(-2, 2))
    counts = np.asarray(g.randint(0, 4, () if g.rand() < 0.5 else (a.size if axis is None else a.shape[axis] if -a.ndim <= axis < a.ndim else 2,)))
    case("repeat", [show(a), show(counts), "-" if axis is None else str(axis)], lambda: np.repeat(a, counts, axis=axis))
for _ in range(25):
    rows, columns, diagonal = int(g.randint(0, 6)), int(g.randint(0, 6)), int(g.randint(-5, 6))
    case("eye", [str(rows), str(columns), str(diagonal)], lambda: np.eye(rows, columns, diagonal))
for _ in range(60):
    kind = g.rand()
    if kind < 0.4:
        start, stop, step = (np.asarray(g.randint(-20, 20)) for _ in range(3))
    else:
        start, stop, step = np.asarray(g.randn() * 5), np.asarray(g.randint(-9, 9)), np.asarray(g.choice([0.1, -0.3, 1.0, 0.25, 7.0]))
    if step == 0:
        step = np.asarray(1)
    case("arange", [show(start), show(stop), show(step)], lambda: np.arange(start[()], stop[()], step[()]))
for _ in range(40):
    start, stop = g.randn() * 5, g.randn() * 5 if g.rand() < .9 else 1.0
    if g.rand() < 0.2:
        start, stop = float(np.round(start)), float(np.round(stop))
    number, endpoint = int(g.choice([0, 1, 2, 3, 10, 50])), bool(g.randint(2))
    case("linspace", [bits(start), bits(stop), str(number), str(int(endpoint))], lambda: np.linspace(start, stop, number, endpoint=endpoint))
for _ in range(40):
    s = shape()
    a = array(s)
    b = array(compatible(s)) if g.rand() < 0.4 else np.asarray(a + (g.rand(*s) * g.choice([0, 1e-9, 1e-4])))
    case("allClose", [show(a), show(b)], lambda: np.allclose(a, b))
    case("arrayEqual", [show(a), show(b)], lambda: np.array_equal(a, b))
for _ in range(50):
    a = array(shape(), g.choice(["int64", "float64"]))
    decimals = int(g.randint(-3, 8))
    if a.dtype == np.int64:
        a = a % 100000
    case("round", [show(a), str(decimals)], lambda: np.round(a, decimals))
for _ in range(40):
    s = shape()
    a, low, high = array(s), array(compatible(s)), array(compatible(s))
    case("clip", [show(a), show(low), show(high)], lambda: np.clip(a, low, high), "0")
for _ in range(50):
    a = array(shape())
    axis = None if g.rand() < 0.4 else int(g.randint(-2, 2))
    case("cumsum", [show(a), "-" if axis is None else str(axis)], lambda: np.cumsum(a, axis=axis), "0")
for _ in range(60):
    a = array(shape())
    target = [int(x) for x in g.choice([-1, 0, 1, 2, 3, 4, 5, 6, 8, 10, 12], g.randint(0, 3))]
    if g.rand() < 0.5 and a.size:
        d = int(g.choice([x for x in range(1, a.size + 1) if a.size % x == 0]))
        target = [d, a.size // d] if g.rand() < 0.5 else [-1, d]
    case("reshape", [show(a), ",".join(map(str, target)) or "-"], lambda: a.reshape(target))
    case("transpose", [show(a)], lambda: a.T)
print(count, "cases")
out.close()
