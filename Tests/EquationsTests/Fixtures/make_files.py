"""Writes data files into files/, and files.txt with what NumPy and pandas read in them.

    python3 make_files.py > files.txt

A line is a call, then type, shape and values as in expressions.txt; floats as the hexadecimal of
their bits. Texts are compared with their places among the sorted ones, as np.unique has them.
"""

import os
import struct
import zipfile

import numpy as np
import pandas as pd
from safetensors.numpy import save_file

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
os.makedirs(folder, exist_ok=True)
os.chdir(folder)
rng = np.random.default_rng(16)


def line(call, value):
    value = np.asarray(value)
    if value.dtype == bool:
        kind, values = "bool", [str(int(x)) for x in value.ravel()]
    elif value.dtype.kind in "iu":
        kind, values = "int64", [str(int(x)) for x in value.ravel()]
    else:
        kind = "float64"
        numbers = value.astype(float).ravel()
        values = [struct.pack(">d", np.nan if np.isnan(x) else x).hex() for x in numbers]
    shape = ",".join(map(str, value.shape)) or "-"
    print(call, kind, shape, ",".join(values), sep="\t")


def numbers(dtype, shape):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.random(shape) < 0.5
    if dtype.kind == "f":
        values = rng.normal(size=shape) * 10.0 ** rng.integers(-6, 6, size=shape)
        values = np.where(rng.random(shape) < 0.1, [np.inf, -np.inf, np.nan][rng.integers(3)], values)
        with np.errstate(over="ignore"):
            return values.astype(dtype)
    info = np.iinfo(dtype)
    low, high = max(info.min, -(2**53)), min(info.max, 2**53)
    return rng.integers(low, high, size=shape, endpoint=True).astype(dtype)


# NPY: every type, both orders of bytes, both orders of axes.
for code in "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8".split():
    for order in "<>" if code[1] != "1" else "|":
        for shape in (), (3,), (2, 3), (0, 4):
            for axes in "CF":
                if axes == "F" and len(shape) < 2:
                    continue
                name = f"{code}{'b' if order == '>' else ''}_{'x'.join(map(str, shape)) or 's'}{axes}.npy"
                value = np.asarray(numbers(code, shape)).astype(order + code)
                value = np.asfortranarray(value) if axes == "F" else value
                np.save(name, value)
                line(f'load("{name}")', value)
big = rng.normal(size=(300, 40))
np.save("large.npy", np.asfortranarray(big.astype("f4")))
line('load("large.npy")', big.astype("f4"))
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.arange(5.0), version=(2, 0))
line('np.load("version2.npy", allow_pickle=False)', np.arange(5.0))

# NPZ
W1, b1, labels = rng.normal(size=(4, 3)), np.zeros((4, 1)), np.arange(6, dtype="u1")
np.savez("stored.npz", W1=W1, b1=b1, labels=labels)
np.savez_compressed("packed.npz", W1=W1, b1=b1, labels=labels, large=np.tile(np.arange(1000.0), 200))
for archive in "stored", "packed":
    for name in "W1", "b1", "labels":
        line(f'np.load("{archive}.npz")["{name}"]', np.load(f"{archive}.npz")[name])
line('np.load("packed.npz")["large"].reshape(200, -1)[1:3, :4]', np.tile(np.arange(4.0), (2, 1)))
with zipfile.ZipFile("comment.npz", "w") as archive:
    with archive.open("x.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array(file, np.arange(3))
    archive.comment = b"a comment " * 20
line("np.load('comment.npz')['x']", np.arange(3))

# safetensors
save_file({"W1": W1, "n": np.arange(4), "f": W1.astype("f4"), "h": W1.astype("f2"),
           "ok": np.array([True, False])}, "weights.safetensors")
for name, value in ("W1", W1), ("n", np.arange(4)), ("f", W1.astype("f4")), ("h", W1.astype("f2")), \
        ("ok", np.array([True, False])):
    line(f'np.load("weights.safetensors")["{name}"]', value)


# IDX
def idx(name, value, code):
    with open(name, "wb") as file:
        file.write(bytes([0, 0, code, value.ndim]) + struct.pack(f">{value.ndim}I", *value.shape))
        file.write(value.astype(value.dtype.newbyteorder(">")).tobytes())


images = rng.integers(0, 256, size=(5, 3, 2)).astype("u1")
idx("images-idx3-ubyte", images, 8)
line('load_idx("images-idx3-ubyte")', images.reshape(5, 6))
idx("labels-idx1-ubyte", np.arange(5, dtype="u1"), 8)
line('load_idx("labels-idx1-ubyte")', np.arange(5))
for code, dtype in (9, "i1"), (11, "i2"), (12, "i4"), (13, "f4"), (14, "f8"):
    value = numbers(dtype, (2, 3))
    idx(f"{dtype}.idx", value, code)
    line(f'load_idx("{dtype}.idx")', value)

# Text of numbers, as NumPy reads it
table = rng.normal(size=(7, 4)) * 10.0 ** rng.integers(-20, 20, size=(7, 4))
np.savetxt("numbers.txt", table)
line('np.loadtxt("numbers.txt")', np.loadtxt("numbers.txt"))
np.savetxt("numbers.csv", table, delimiter=",", fmt="%.17g", header="a,b,c,d")
for rest in "", ", usecols=(2, 0)", ", usecols=1", ", usecols=-1", ", max_rows=3", ", unpack=True", \
        ", skiprows=3", ", usecols=(1,), ndmin=2", ", usecols=range(3)":
    call = f'np.loadtxt("numbers.csv", delimiter=","{rest})'
    line(call, eval(call))
with open("comments.txt", "w") as file:
    file.write("% first\n1 2 3 % three\r\n\n  4\t5 6\r\n% last")
line('np.loadtxt("comments.txt", comments="%")', [[1, 2, 3], [4, 5, 6.0]])
line('np.loadtxt("comments.txt", comments="%", dtype=int)', [[1, 2, 3], [4, 5, 6]])
with open("hard.txt", "w") as file:
    hard = ["0.1", "1e23", "9007199254740993", "5e-324", "2.2250738585072011e-308", "1e400", "-0",
            "+1.", ".5", "123456789012345678901234567890", "1E+5", "nan", "-inf", "Infinity",
            "1.7976931348623157e308", "4.35", "0.000001", "9.5367431640625e-07"]
    file.write("\n".join(hard))
line('np.loadtxt("hard.txt")', np.loadtxt("hard.txt"))
for row in 1, 2:
    open(f"one{row}.txt", "w").write("7\n" if row == 1 else "7 8\n")
    line(f'np.loadtxt("one{row}.txt")', np.loadtxt(f"one{row}.txt"))
    line(f'np.loadtxt("one{row}.txt", ndmin=2)', np.loadtxt(f"one{row}.txt", ndmin=2))

# Missing numbers
open("missing.csv", "w").write("x;y;z\n1;2;3\n4;;6\n7;NA;9\n-99;11;oops\n")
for rest in "", ", filling_values=0", ', missing_values=("-99",)', ", usecols=(0, 2)", ", skip_footer=1":
    call = f'np.genfromtxt("missing.csv", delimiter=";", skip_header=1{rest})'
    if "missing_values" in rest:
        line(call, [[1, 2, 3], [4, np.nan, 6], [7, np.nan, 9], [np.nan, 11, np.nan]])
    elif "filling" in rest:
        line(call, [[1, 2, 3], [4, 0, 6], [7, 0, 9], [-99, 11, 0.0]])
    else:
        line(call, eval(call))

# Columns with names and texts, as pandas writes them
frame = pd.DataFrame({
    "size": rng.normal(size=8).round(3), "count": rng.integers(0, 9, 8),
    "kind": ["b", "a", "c, d", "a", 'e "f"', "b", "ü", "a"], "species": list("yxzxyzzx")})
frame.to_csv("frame.csv", index=False)
frame.to_csv("frame.tsv", index=False, sep="\t")
frame.to_csv("bom.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
places = {name: np.unique(frame[name].to_numpy(str), return_inverse=True)[1] for name in ("kind", "species")}
whole = np.column_stack([frame["size"], frame["count"], places["kind"], places["species"]])
for name, delimiter in ("frame.csv", ","), ("frame.tsv", "\\t"), ("bom.csv", ","):
    call = f'np.genfromtxt("{name}", delimiter="{delimiter}", names=True'
    line(f"{call})", whole)
    line(f'{call}, usecols=("species",))', places["species"])
    line(f'{call})["kind"]', places["kind"])
    line(f'{call})[["count", "size"]]', whole[:, [1, 0]])
    line(f"{call}, usecols=1, dtype=None)", frame["count"])
    line(f"{call}, usecols=1)", frame["count"].astype(float))

# As pandas writes them with the rows' numbers, with texts over several lines, for a German reader,
# and with what begins a comment in a text
notes = pd.DataFrame({
    "size": rng.normal(size=6).round(3),
    "note": ['two\nlines, one "quoted"', "", "5, # five", "two\nlines, one \"quoted\"", "a\r\nb\n\nc", "x"],
    "kind": list("babbab")})
notes.to_csv("index.csv")
line('np.genfromtxt("index.csv", delimiter=",", names=True)["f0"]',
     pd.read_csv("index.csv", index_col=0).index.to_numpy(float))
for column in "size", "kind":
    values = pd.read_csv("index.csv", index_col=0)[column]
    line(f'np.genfromtxt("index.csv", delimiter=",", names=True)["{column}"]',
         values if column == "size" else np.unique(values, return_inverse=True)[1])
places = np.unique(notes["note"][notes["note"] != ""], return_inverse=True)[1].astype(float)
line('np.genfromtxt("index.csv", delimiter=",", names=True)["note"]', np.insert(places, 1, np.nan))
notes[["size", "kind"]].to_csv("german.csv", sep=";", decimal=",", index=False)
line('np.genfromtxt("german.csv", delimiter=";", names=True, decimal=",")["size"]',
     pd.read_csv("german.csv", sep=";", decimal=",")["size"])
open("decimals.txt", "w").write("1,5 -2,25e3\n,5 7\n1e2 12345678901234567890,5\n")
line('np.genfromtxt("decimals.txt", decimal=",")',
     pd.read_csv("decimals.txt", sep=" ", header=None, decimal=","))
notes[["size", "kind"]].to_csv("headless.csv", header=False, index=False)
line('np.genfromtxt("headless.csv", delimiter=",", usecols=0)',
     pd.read_csv("headless.csv", header=None)[0])
