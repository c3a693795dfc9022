"""Writes expressions.txt: expressions of the language and what NumPy 2 makes of them.

    python3 make_expressions.py > expressions.txt

Lines, fields apart by tabs:

    let NAME DTYPE SHAPE VALUES
    case EXPRESSION DTYPE SHAPE VALUES TOLERANCE PRINTED
    case EXPRESSION error

SHAPE is "-" for a scalar; floats are the hexadecimal of their bits; newlines of PRINTED are "$".
TOLERANCE: "=" equal, but for the sign of zeros; "2" two units in the last place; "s" and a number:
four units in the last place of it.

Left out, because the language differs on purpose: results of other types than bool, int64 and
float64 (NumPy gives float16 and int8 for mathematics of booleans), integers beyond 2**53, ranks
above 2, integer scalars to negative integers, divisions of two literals by zero.
"""

import random
import struct
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
rng = random.Random(20240607)
TYPES = {"bool": np.bool_, "int64": np.int64, "float64": np.float64}
names = {}


class Skip(Exception):
    """The case is one of the documented differences."""


def bits(x):
    return struct.pack(">d", float(x)).hex()


def words(a):
    a = np.asarray(a)
    flat = a.ravel().tolist()
    if a.dtype == np.bool_:
        return ",".join("1" if x else "0" for x in flat)
    if a.dtype == np.int64:
        return ",".join(str(x) for x in flat)
    return ",".join(bits(x) for x in flat)


def shape_text(a):
    shape = np.asarray(a).shape
    return ",".join(map(str, shape)) if shape else "-"


def number(dtype):
    if dtype == "bool":
        return rng.random() < 0.5
    if dtype == "int64":
        return rng.choice([0, 1, 2, 3, -1, -2, 5, 7, rng.randint(-9, 9), rng.randint(-1000, 1000)])
    special = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 1e-8, 1e6, float("nan"), float("inf"), -float("inf")]
    if rng.random() < 0.12:
        return rng.choice(special)
    return rng.choice([rng.uniform(-3, 3), rng.gauss(0, 1), round(rng.uniform(-5, 5), 2)])


def define():
    shapes = [(), (), (3,), (4,), (1,), (0,), (2, 3), (3, 2), (2, 2), (3, 3), (1, 3), (3, 1),
              (2, 4), (1, 1), (0, 3), (3, 0), (2, 1), (4, 3)]
    for dtype in TYPES:
        for shape in shapes:
            size = int(np.prod(shape))
            values = np.array([number(dtype) for _ in range(size)], TYPES[dtype]).reshape(shape)
            if dtype == "float64" and len(shape) == 2 and rng.random() < 0.6:
                values = np.where(np.isfinite(values), values, 0.25)
            name = f"{dtype[0]}{''.join(map(str, shape)) or 's'}"
            while name in names:
                name += "x"
            names[name] = values if shape else TYPES[dtype](values[()])


define()
CONSTANTS = {"pi": np.pi, "inf": np.inf, "nan": np.nan}


def environment():
    table = {"np": np, "len": len, "True": True, "False": False, "None": None,
             "float": float, "int": int, "bool": bool, "abs": np.abs}
    for f in ("exp log sqrt sum mean max min maximum minimum where reshape dot zeros ones arange "
              "concatenate argmax clip round any all").split():
        table[f] = getattr(np, f)
    table.update(CONSTANTS)
    table.update(names)
    return table


TABLE = environment()
cache = {}


def value(text):
    if text not in cache:
        try:
            cache[text] = eval(text, TABLE)
        except (ZeroDivisionError, OverflowError, MemoryError):
            raise Skip from None
        except Exception as e:  # what NumPy refuses, the language must refuse
            if isinstance(e, (SyntaxError, NameError, AttributeError)):
                raise Skip from None
            cache[text] = e
    return cache[text]


class Node:
    """A text with its loosest precedence, and how exact its value is."""

    def __init__(self, text, level, kind="=", scale=0.0):
        self.text, self.level, self.kind, self.scale = text, level, kind, scale
        v = value(text)
        self.value = v
        if isinstance(v, Exception):
            return
        if isinstance(v, tuple):
            return
        a = np.asarray(v)
        if a.dtype not in (np.bool_, np.int64, np.float64) or a.ndim > 2:
            raise Skip
        if a.dtype == np.int64 and a.size and np.abs(a.astype(float)).max() > 2**53:
            raise Skip

    def at(self, level):
        return self.text if self.level >= level else f"({self.text})"

    @property
    def failed(self):
        return isinstance(self.value, Exception)

    def array(self):
        if self.failed or isinstance(self.value, tuple):
            raise Skip
        return np.asarray(self.value)


PRECEDENCE = {"==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "|": 5, "^": 6, "&": 7, "+": 8,
              "-": 8, "*": 9, "/": 9, "//": 9, "%": 9, "@": 9, "**": 11}
ATOM = 13
INEXACT = "exp log log1p expm1 log2 log10 sin cos tanh".split()
EXACT = ("sqrt square abs absolute fabs sign negative floor ceil rint isnan isinf isfinite logical_not "
         "bitwise_not invert").split()
BINARY = ("maximum minimum add subtract multiply divide true_divide floor_divide mod remainder "
          "bitwise_xor bitwise_and bitwise_or logical_and logical_or logical_xor equal not_equal "
          "less less_equal greater greater_equal").split()


def literal():
    return Node(rng.choice(["0", "1", "2", "3", "5", "0.5", "2.0", "1e-3", "10", "0.1", "True",
                            "[1, 2, 3]", "[[1, 2], [3, 4]]", "[[0.5, 1, 2]]", "[[True], [False]]",
                            "np.pi", "np.inf", "np.nan", "(1 + 1)"]), ATOM)


def name():
    return Node(rng.choice(list(names)), ATOM)


def partner(node):
    """A name that often fits beside the node."""
    if not node.failed and not isinstance(node.value, tuple) and rng.random() < 0.75:
        shape = np.shape(node.value)
        fitting = [n for n, v in names.items() if fits(shape, np.shape(v))]
        if fitting:
            return Node(rng.choice(fitting), ATOM)
    return name()


def fits(a, b):
    try:
        np.broadcast_shapes(a, b)
        return True
    except ValueError:
        return False


def is_list(node):
    return node.text.startswith("[")


def python_scalar(node):
    return isinstance(node.value, (bool, int, float)) and not isinstance(node.value, np.generic)


def exact(depth):
    r = rng.random()
    if depth == 0 or r < 0.12:
        return literal() if rng.random() < 0.25 else name()
    if r < 0.45:
        return binary(depth)
    if r < 0.55:
        return unary(depth)
    if r < 0.72:
        return function(depth)
    if r < 0.84:
        return index(depth)
    return structural(exact(depth - 1))


def arrays_only(node):
    # Lists are sequences in Python and arrays here; True and False are numbers to Python's own
    # arithmetic and truth values here.
    if is_list(node):
        return Node(f"np.array({node.text})", 12)
    if isinstance(node.value, bool):
        return Node(f"np.bool_({node.text})", 12)
    return node


def binary(depth):
    op = rng.choice(list(PRECEDENCE) + ["+", "-", "*", "/", "*"])
    left = arrays_only(exact(depth - 1))
    right = arrays_only(partner(left) if rng.random() < 0.6 else exact(depth - 1))
    return operate(op, left, right)


def operate(op, left, right):
    p = PRECEDENCE[op]
    for side in (left, right):
        if isinstance(side.value, tuple):
            raise Skip
        if not side.failed and side.kind != "=" and op != "@":
            raise Skip
    if python_scalar(left) and python_scalar(right) and op in "| ^ & @ // % /".split():
        raise Skip
    if op == "**" and not left.failed and not right.failed:
        a, b = np.asarray(left.value), np.asarray(right.value)
        if a.ndim == 0 and b.ndim == 0 and a.dtype != float and b.dtype != float and (b < 0).any():
            raise Skip
        if a.dtype == np.bool_ and b.dtype == np.bool_:
            raise Skip
        if a.dtype != float and b.dtype != float and fits(a.shape, b.shape):
            if (np.abs(a.astype(float) ** b.astype(float)) > 2**53).any():
                raise Skip
    kind, scale = "=", 0.0
    if op == "**":
        kind = "2"
    if op == "@" and not left.failed and not right.failed:
        a, b = np.asarray(left.value), np.asarray(right.value)
        if a.dtype == float or b.dtype == float:
            kind, scale = "s", product_scale(a, b)
    l = left.at(p + 1 if op == "**" or p == 4 else p)
    r = right.at(10 if op == "**" else p + 1)
    return Node(f"{l} {op} {r}", p, kind, scale)


def product_scale(a, b):
    try:
        with np.errstate(all="ignore"):
            s = np.dot(np.abs(a.astype(float)), np.abs(b.astype(float)))
    except ValueError:
        return 1.0
    s = np.asarray(s)[np.isfinite(s)]
    return float(s.max()) if s.size else 1.0


def unary(depth):
    op = rng.choice(["-", "-", "+", "~", "not "])
    x = arrays_only(exact(depth - 1))
    if op == "~" and python_scalar(x):
        raise Skip
    if op == "not " and not x.failed and np.asarray(x.value).size == 0:
        raise Skip
    if x.failed or isinstance(x.value, tuple) or x.kind != "=":
        raise Skip
    return Node(f"{op}{x.at(3 if op == 'not ' else 10)}", 3 if op == "not " else 10)


def function(depth):
    r = rng.random()
    x = exact(depth - 1)
    if isinstance(x.value, tuple) or x.kind != "=":
        raise Skip
    if r < 0.35:
        f = rng.choice(EXACT)
        if python_scalar(x) and isinstance(x.value, bool):
            raise Skip
        return Node(f"np.{f}({x.text})", 12)
    if r < 0.65:
        f = rng.choice(BINARY)
        y = arrays_only(partner(x))
        return Node(f"np.{f}({arrays_only(x).text}, {y.text})", 12)
    if r < 0.8:
        c = partner(x)
        y = partner(x)
        return Node(f"np.where({c.text}, {x.text}, {y.text})", 12)
    if r < 0.9:
        x = arrays_only(x)
        low, high = rng.choice([("0", "1"), ("-1", "1.5"), ("None", "2"), ("0.25", "None"),
                                (partner(x).text, "3")])
        form = rng.choice(["np.clip({}, {}, {})", "{}.clip({}, {})"])
        if python_scalar(x):
            form = "np.clip({}, {}, {})"
        return Node(form.format(x.at(12), low, high), 12)
    if not x.failed and np.asarray(x.value).dtype == np.bool_:
        raise Skip
    d = rng.choice(["", ", 1", ", decimals=2", ", -1", ", 3"])
    return Node(f"np.round({x.text}{d})", 12)


def slice_text():
    def bound():
        return rng.choice(["", "", "0", "1", "2", "-1", "-2", "5"])
    step = rng.choice(["", "", "", ":2", ":-1", ":1", ":-2"])
    return f"{bound()}:{bound()}{step}"


def index(depth):
    x = exact(depth - 1)
    if is_list(x) or isinstance(x.value, tuple):
        raise Skip
    r = rng.random()
    if r < 0.3:
        item = rng.choice(["0", "1", "-1", "2", "-3", "3"])
    elif r < 0.55:
        item = slice_text()
    elif r < 0.75:
        item = rng.choice(["0", "1", "-1", slice_text()]) + ", " + rng.choice(
            ["0", "1", "-1", "-2", slice_text(), slice_text()])
    elif r < 0.85:
        item = rng.choice(["None", "np.newaxis", ":, None", "None, :", "..., 0", "...", "0, ...",
                           ":", ":, ::-1", "[0, 1]", "[1, 0, 1]", ":, [0, -1]", "[2, 0], 1",
                           "[0, 1], [1, 0]"])
    else:
        if x.failed:
            raise Skip
        x = arrays_only(x)
        same = [n for n, v in names.items() if np.shape(v) == np.shape(x.value)]
        item = rng.choice([f"{x.at(5)} > 0", f"{x.at(5)} == {x.at(5)}"] + [
            n for n in same if names[n].dtype == np.bool_])
    if python_scalar(x):
        raise Skip
    return Node(f"{x.at(12)}[{item}]", 12, x.kind, x.scale)


def structural(x):
    if x.failed or isinstance(x.value, tuple):
        raise Skip
    x = arrays_only(x)
    if python_scalar(x):
        raise Skip
    a = np.asarray(x.value)
    r = rng.random()
    axis = rng.choice(["", ", axis=0", ", axis=1", ", axis=-1", ", axis=None"])
    keep = rng.choice(["", "", ", keepdims=True", ", keepdims=False"])
    if r < 0.12:
        return Node(f"{x.at(12)}.T", 12, x.kind, x.scale)
    if r < 0.24:
        shape = rng.choice(["-1", "1, -1", "-1, 1", "2, -1", "-1, 2", "3, 2", "2, 3", "6", "1, 1"])
        form = rng.choice(["{}.reshape({})", "np.reshape({}, ({}))", "{}.reshape(({}))"])
        return Node(form.format(x.at(12), shape), 12, x.kind, x.scale)
    if r < 0.3:
        f = rng.choice(["flatten", "ravel", "squeeze", "copy", "transpose"])
        return Node(f"{x.at(12)}.{f}()", 12, x.kind, x.scale)
    if r < 0.36:
        f = rng.choice(["size", "ndim"])
        return Node(f"{x.at(12)}.{f}", 12)
    if r < 0.4:
        return Node(f"{x.at(12)}.shape", 12)
    if r < 0.44:
        return Node(f"{x.at(12)}.shape[{rng.choice(['0', '1', '-1', '2'])}]", 12)
    if r < 0.5:
        y = partner(x)
        f = rng.choice(["concatenate", "vstack", "hstack", "concatenate"])
        more = rng.choice(["", ", axis=1", ", axis=-1", ", axis=None"]) if f == "concatenate" else ""
        opening, closing = rng.choice(["()", "[]"])
        if f != "concatenate" and opening == "[":
            opening, closing = "(", ")"
        return Node(f"np.{f}({opening}{x.text}, {y.text}{closing}{more})", 12, x.kind, x.scale)
    if r < 0.55:
        reps = rng.choice(["2", "(2,)", "(2, 1)", "(1, 3)", "(0, 2)"])
        return Node(f"np.tile({x.text}, {reps})", 12, x.kind, x.scale)
    if r < 0.6:
        return Node(f"np.repeat({x.text}, {rng.choice(['2', '1', '3', '0'])}{axis})", 12, x.kind,
                    x.scale)
    if r < 0.64:
        return Node(f"np.{rng.choice(['zeros_like', 'ones_like'])}({x.text})", 12)
    if r < 0.69:
        t = rng.choice(["float", "int", "bool", "np.float64", "np.int64"])
        if t in ("int", "np.int64") and (not np.isfinite(a.astype(float)).all()):
            raise Skip
        return Node(f"{x.at(12)}.astype({t})", 12, x.kind if t != "bool" else "=", x.scale)
    if r < 0.86:
        if x.kind != "=":
            raise Skip
        f = rng.choice("max min argmax argmin any all max min".split())
        form = rng.choice(["np.{f}({x}{a}{k})", "{m}.{f}({s})"])
        if f in ("any", "all") and a.dtype != np.bool_ and False:
            raise Skip
        options = (axis + keep)[2:]
        return Node(form.format(f=f, x=x.text, a=axis, k=keep, m=x.at(12), s=options), 12)
    if x.kind != "=":
        raise Skip
    f = rng.choice("sum mean sum mean prod var std cumsum".split())
    options = axis + ("" if f == "cumsum" else keep)
    if f in ("var", "std") and rng.random() < 0.3:
        options += ", ddof=1"
    kind, scale = "=", 0.0
    finite = np.abs(a.astype(float)[np.isfinite(a.astype(float))])
    if a.dtype == float or f in ("mean", "var", "std"):
        kind, scale = "s", float(finite.sum()) if finite.size else 1.0
        if f == "prod" and a.dtype != float and np.prod(np.maximum(finite, 1)) > 2**53:
            raise Skip
        if f == "prod":
            scale = float(np.prod(np.maximum(finite, 1)))
        if f in ("var", "std"):
            scale = float((finite**2).sum()) + 1.0
        if f == "cumsum":
            kind = "s"
    form = rng.choice([f"np.{f}({x.text}{options})", f"{x.at(12)}.{f}({options[2:]})"])
    return Node(form, 12, kind, scale)


def inexact():
    x = exact(rng.choice([0, 1, 1, 2]))
    if x.failed or isinstance(x.value, tuple) or x.kind != "=":
        raise Skip
    x = arrays_only(x)
    f = rng.choice(INEXACT)
    if np.asarray(x.value).dtype == np.bool_:
        raise Skip
    node = Node(f"np.{f}({x.text})", 12, "2")
    while rng.random() < 0.3:
        node = structural(node)
    return node


def construction():
    n, m = rng.randint(0, 4), rng.randint(0, 4)
    return Node(rng.choice([
        f"np.zeros(({n}, {m}))", f"np.zeros({n})", f"np.ones(({n}, {m}), dtype=int)",
        f"np.ones(shape=({n}, {m}))", f"np.full(({n}, {m}), {rng.choice(['7', '0.5', 'True'])})",
        f"np.full({n}, {rng.choice(['7', '0.5'])}, dtype=float)",
        f"np.eye({n})", f"np.eye({n}, {m})", f"np.eye({n}, {m}, k={rng.randint(-2, 2)})",
        f"np.eye({n}, dtype=int)",
        f"np.arange({n})", f"np.arange({n}, {n + m})", f"np.arange({n + m}, {n}, -1)",
        f"np.arange({n}, {n + m}, 0.25)", f"np.arange({n + 0.5})", f"np.arange({n}, dtype=float)",
        f"np.arange(0.0, {m}, {rng.choice(['0.3', '0.1', '0.7'])})",
        f"np.linspace({n}, {m}, {rng.randint(0, 7)})", f"np.linspace(-1, {m}, num=5)",
        f"np.linspace({n}, {m}, {rng.randint(1, 7)}, endpoint=False)",
        "np.array([[1, 2], [3, 4]])", "np.array([1, 2.5, 3])", "np.array([True, False])",
        "np.array([[1, 2], [3, 4]], dtype=float)", "np.array([])", "np.array(3)",
        "np.array([[]])", "np.array([1.7, -1.7], dtype=int)", "np.asarray([1, 2])",
        "np.array([[1, 2], [3]])", "np.zeros((-1, 2))", "np.arange(0)",
    ]), 12)


def products():
    f = rng.choice(["dot", "matmul", "outer", "dot"])
    x = name()
    fitting = [n for n, v in names.items() if np.ndim(x.value) and np.ndim(v)
               and np.shape(v)[0] == np.shape(x.value)[-1]]
    y = Node(rng.choice(fitting), ATOM) if fitting and rng.random() < 0.8 else name()
    a, b = np.asarray(x.value), np.asarray(y.value)
    kind, scale = "=", 0.0
    if float in (a.dtype, b.dtype) and f != "outer":
        kind, scale = "s", product_scale(a, b)
    form = f"{x.text}.dot({y.text})" if f == "dot" and rng.random() < 0.3 and a.ndim else \
        f"np.{f}({x.text}, {y.text})"
    return Node(form, 12, kind, scale)


def comparing():
    x = name()
    y = Node(x.text, ATOM) if rng.random() < 0.3 else partner(x)
    f = rng.choice(["array_equal", "allclose"])
    return Node(f"np.{f}({x.text}, {y.text})", 12)


def truth():
    x, y = exact(1), exact(1)
    for v in (x, y):
        if v.failed or isinstance(v.value, tuple) or v.kind != "=" or is_list(v):
            raise Skip
        if np.asarray(v.value).size == 0:
            raise Skip
    if np.asarray(x.value).dtype != np.asarray(y.value).dtype:
        raise Skip
    op, p = rng.choice([("and", 2), ("or", 1)])
    return Node(f"{x.at(p)} {op} {y.at(p + 1)}", p)


def result(node):
    v = node.value
    if isinstance(v, Exception):
        return ["error"]
    if isinstance(v, tuple):
        return ["tuple", "-", "-", "=", str(v)]
    a = np.asarray(v)
    if isinstance(v, list):
        v = a
    tolerance = node.kind
    if tolerance == "s":
        tolerance += bits(node.scale)
    return [a.dtype.name, shape_text(a), words(a), tolerance, str(v).replace("\n", "$")]


def main():
    out = []
    for n, v in names.items():
        out.append("\t".join(["let", n, np.asarray(v).dtype.name, shape_text(v), words(v)]))
    seen = set()
    counts = {"error": 0, "fine": 0}
    makers = [(lambda: exact(1), 500), (lambda: exact(2), 1200), (lambda: exact(3), 900),
              (inexact, 400), (construction, 160), (products, 260), (comparing, 120),
              (truth, 80), (lambda: structural(exact(1)), 700), (lambda: index(1), 350)]
    for make, wanted in makers:
        found = tries = 0
        while found < wanted and tries < 60 * wanted:
            tries += 1
            try:
                node = make()
            except Skip:
                continue
            # Sums of sums and the like are not compared: only what is at the top may be inexact.
            if node.text in seen or len(node.text) > 150:
                continue
            if node.failed and rng.random() < 0.5:
                continue
            seen.add(node.text)
            counts["error" if node.failed else "fine"] += 1
            found += 1
            out.append("\t".join(["case", node.text] + result(node)))
    print("\n".join(out))
    print(len(seen), counts, file=sys.stderr)


main()
