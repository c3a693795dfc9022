"""Writes words.txt: words that Python and NumPy share, and NumPy's words, with what they make.

    python3 make_words.py > words.txt

Lines as in expressions.txt. Bare words are Python's builtins here, as they are in a script. Left
out: what Python refuses and NumPy has a value for, where the language takes NumPy's.
"""

import math
import random
import re
import struct
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
rng = random.Random(20251128)
SHAPES = [(), (1,), (3,), (4,), (1, 4), (3, 1), (2, 3), (3, 3), (4, 2)]
names = {}
for letter, dtype in (("b", np.bool_), ("i", np.int64), ("f", np.float64)):
    for shape in SHAPES:
        for copy in "", "x":
            size = int(np.prod(shape))
            numbers = [rng.choice([rng.randint(-9, 9), rng.uniform(-3, 3)]) for _ in range(size)]
            if letter == "b":
                numbers = [rng.random() < 0.6 for _ in range(size)]
            if letter == "i":
                numbers = [int(n) for n in numbers]
            values = np.array(numbers, dtype).reshape(shape)
            names[f"{letter}{''.join(map(str, shape)) or 'z'}{copy}"] = values if shape else dtype(values[()])

PYTHON = [
    "sum({a})", "sum({a}, 2)", "sum({a}, {s})", "max({a})", "min({a})", "max({s}, {t})",
    "min({s}, {t}, 1.5)", "min(2, 3)", "max({s}, 0)", "round({s})", "round({s}, 1)", "abs({a})",
    "len({a})", "np.sum({a})", "np.max({a})", "{a}.sum()", "{a}.max(axis=0)", "np.round({a}, 1)",
    "exp_({a})", "np.array(range(5))", "np.array(range(2, 9, 3))", "{a}[range(len({a}))]",
    "math.sqrt(2)", "math.floor(2.7)", "math.ceil(-2.7)", "math.log(8, 2)", "math.exp(1)",
    "math.pow(2, 3)", "math.pi * {s}", "math.e", "pow(2, 10)", "pow({s}, 2)", "np.identity(3)",
    "max([3, 1, 2])", "sum([1.5, 2, 3])", "sum([{v}, {v}])", "sum({a} * 2) + sum({a})",
]
WORDS = [
    "np.expand_dims({a}, 0)", "np.expand_dims({a}, -1)", "np.atleast_2d({a})",
    "np.linalg.norm({f})", "np.linalg.norm({f}, axis=0)",
    "np.linalg.norm({f}, axis=-1, keepdims=True)", "np.isclose({f}, {f} + 1e-9)",
    "np.isclose({a}, 1)", "np.isclose({f}, np.nan)",
    "np.column_stack(({a}, {v}))", "np.column_stack([{v}, {v}])", "np.c_[{v}, {v}]",
    "np.c_[{a}, {a}]", "np.r_[{a}, {a}]", "np.r_[{v}, {s}, {v}]", "np.r_[1:4, {v}]",
    "np.stack([{a}, {a}])", "np.stack([{v}, {v}], axis=1)", "np.stack([{v}, {v}], axis=-1)",
    "np.append({a}, {s})", "np.append({a}, {a})", "np.append({a}, {a}, axis=0)",
    "np.squeeze({a})", "np.squeeze({a}, axis=0)", "{a}.squeeze()", "np.shape({a})",
    "np.size({a})", "np.size({a}, 0)", "np.ndim({a})", "np.unique({a})",
    "np.argsort({a}, kind_)", "np.argsort({a}, 0, kind_)", "np.sort({a})", "np.sort({a}, axis=0)",
    "np.sort({a}, axis=None)", "np.average({f})", "np.average({f}, axis=0)",
    "np.average({f}, weights=abs({f}) + 1)", "np.median({f})", "np.median({f}, axis=0)",
    "np.median({f}, axis=1, keepdims=True)", "np.diag({f})", "np.split({a}, 1)[0]",
    "np.split({a}, 2)[1]", "np.split({a}, [1, 2])[1]", "np.sum({a}, axis=(0, 1))",
    "np.mean({f}, axis=(0, 1), keepdims=True)", "np.max({a}, axis=(1, 0))",
    "np.where({a} > 0)[0]", "np.where({a})[0]", "{a}.item()", "np.einsum('ij,jk->ik', f23, f33)",
    "np.einsum('ij->ji', {a})", "np.einsum('ij->', {f})", "np.einsum('ij->j', {f})",
    "np.einsum('i,i->', {f}, {f})", "np.einsum('i,j->ij', {f}, f3)", "np.einsum('ij,ij->i', {f}, {f})",
    "np.einsum('ij,j->i', {f}, f3)", "np.einsum('ij,kj->ik', {f}, {f})", "np.einsum('ii->', {f})",
    "np.einsum('ii->i', {f})", "np.einsum('ij,ij->', {f}, {f})", "np.einsum('ij,kj', {f}, {f})",
    "np.einsum('ij,i->ij', {f}, f3)", "np.einsum('ji,jk->ki', {f}, {f})", "np.einsum('i,ij->j', f3, {f})",
    "np.diag({a}, 1)", "np.diag({a}, k=-1)", "np.diag({a}, 5)", "np.flip({a})", "np.flip({a}, 0)",
    "np.flip({a}, axis=-1)", "np.roll({a}, 1)", "np.roll({a}, -2)", "np.roll({a}, 7, axis=0)",
    "np.roll({a}, 1, axis=1)", "np.delete({a}, 0)", "np.delete({a}, [0, -1], axis=0)",
    "np.delete({a}, 1, axis=1)", "np.ptp({a})", "np.ptp({a}, axis=0)", "np.trace({a})",
    "np.diff({a})", "np.diff({a}, axis=0)", "np.inner({a}, {a})", "np.inner({a}, {v})",
    "np.inner({s}, {a})", "np.count_nonzero({a})", "np.count_nonzero({a}, axis=0)",
    "np.unique({a}, return_counts=True)[1]", "np.unique({a}, return_counts=True)[0]",
    "np.unique({a}, return_inverse=True)[1]", "np.unique({a}, True, True, True)[1]",
    "np.unique({a}, True, True, True)[2]", "np.unique({a}, True, True, True)[3]",
    "np.insert({a}, 0, 1, axis=1)", "np.insert({a}, 1, 7)", "np.insert({a}, -1, 2.5, axis=0)",
    "np.insert({v}, 1, [5, 6])", "np.insert({v}, [2, 0], [5, 6])", "np.insert({a}, 9, 1)",
    "np.insert({a}, [0, 0], 3, axis=1)", "np.insert({a}, [1], {a}, axis=1)",
    "np.insert({a}, 1, {a}, axis=1)", "np.insert({a}, 1, {a}[0], axis=0)",
    "np.insert({a}, 1, {a}[:, 0], axis=1)", "np.insert({a}, [1, -1, 1], [[7], [8], [9]], axis=0)",
]


def bits(x):
    return struct.pack(">d", float(x)).hex()


def words(a):
    flat = a.ravel().tolist()
    if a.dtype == np.bool_:
        return ",".join("1" if x else "0" for x in flat)
    if a.dtype == np.int64:
        return ",".join(str(x) for x in flat)
    return ",".join(bits(x) for x in flat)


def shape_text(a):
    return ",".join(map(str, a.shape)) if a.shape else "-"


def result(v):
    if isinstance(v, tuple):
        return ["tuple", "-", "-", "=", str(v)]
    a = np.asarray(v)
    if a.dtype not in (np.bool_, np.int64, np.float64) or a.ndim > 2:
        return None
    scale = "s" + bits(max([1.0] + [abs(x) for x in a.astype(float).ravel() if np.isfinite(x)]) * 8)
    return [a.dtype.name, shape_text(a), words(a), scale, str(v).replace("\n", "$")]


def fill(template, name):
    numbers = [n for n, v in names.items() if np.ndim(v) == 0]
    vectors = [n for n, v in names.items() if np.shape(v) == (3,)]
    return (template.replace("{a}", name).replace("{s}", rng.choice(numbers))
            .replace("{t}", rng.choice(numbers)).replace("{v}", rng.choice(vectors))
            .replace("kind_", "kind='stable'").replace("exp_(", "np.exp(").replace("{f}", name if name[0] == "f" else f"({name} + 0.5)").replace("{b}", rng.choice(list(names))))


def main():
    table = {"np": np, "math": math, **names}
    for n, v in names.items():
        a = np.asarray(v)
        print("\t".join(["let", n, a.dtype.name, shape_text(a), words(a)]))
    seen = set()
    for template in PYTHON + WORDS:
        for name in names:
            text = fill(template, name)
            # NumPy gives single numbers an order, and lets einsum spread axes of one element.
            if "argsort" in template and np.ndim(names[name]) == 0:
                continue
            if "'i,ij->j'" in template and np.shape(names[name])[:1] != (3,):
                continue
            if "'ij,j->i'" in template and np.shape(names[name])[1:] != (3,):
                continue
            if text in seen:
                continue
            seen.add(text)
            try:
                line = result(eval(text, table))
            except (TypeError, ValueError, IndexError, np.exceptions.AxisError, np.linalg.LinAlgError):
                continue
            # A type cannot depend on which number is the larger: there it is the wider one.
            if line and template.startswith(("max({s}", "min({s}")):
                parts = re.split(r"[(), ]+", text)[1:-1]
                if np.result_type(*[np.asarray(eval(part, table)) for part in parts]) != line[0]:
                    continue
            # Truth values are counted here, by np.bool_ they are joined.
            if template in ("sum({a}, {s})", "pow({s}, 2)") and text.count("b") > 0:
                continue
            if line:
                print("\t".join(["case", text.replace(", kind='stable'", "")] + line))


main()
