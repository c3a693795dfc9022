"""Writes the course's data files: iris and digits out of scikit-learn, houses and waves by formula.

    python3 make.py
"""

import os

import numpy as np
from sklearn.datasets import load_digits, load_iris

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def write(name, names, rows):
    with open(f"{name}.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(names) + "\n")
        for row in rows:
            file.write(",".join(str(cell) for cell in row) + "\n")


def short(x, digits):
    return f"{x:.{digits}f}".rstrip("0").rstrip(".")


iris = load_iris()
names = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]
write("iris", names, [
    [short(x, 1) for x in row] + [iris.target_names[kind]]
    for row, kind in zip(iris.data, iris.target)])

digits = load_digits()
write("digits", [f"p{k}" for k in range(64)] + ["digit"], [
    [int(x) for x in row] + [kind] for row, kind in zip(digits.data, digits.target)])

# Houses: a price that size, age, distance and rooms explain, with a bend and with noise.
rng = np.random.default_rng(16)
rows = []
for _ in range(400):
    size = rng.uniform(35, 220)
    rooms = max(1, round(size / 28 + rng.normal() * 0.8))
    age, distance = rng.uniform(0, 100), rng.gamma(2, 4)
    price = (60 + 3.1 * size + 9 * rooms - 1.9 * age + 0.012 * age**2) * np.exp(-distance / 40)
    price *= np.exp(rng.normal() * 0.08)
    rows.append([short(size, 1), rooms, short(age, 0), short(distance, 1), short(price, 1)])
write("houses", ["size", "rooms", "age", "distance", "price"], rows)

# Waves: ten shapes on 40 points, moved, stretched, sloped and noisy, after the idea of MNIST-1D.
shapes = np.array([
    [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5], [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
    [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5], [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
    [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5], [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
    [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5], [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5], [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5]]) - 5
rows = []
for index in range(1000):
    kind = index % 10
    length, start = rng.uniform(14, 26), rng.uniform(0, 12)
    places = (np.arange(40) - start) / length * 11
    wave = np.interp(places, np.arange(12), shapes[kind], left=0, right=0)
    wave = rng.uniform(0.7, 1.4) * wave + rng.normal() * 0.02 * np.arange(40)
    wave += rng.normal(size=40) * 0.15
    rows.append([short(x, 2) for x in wave] + [kind])
order = rng.permutation(1000)
write("waves", [f"t{k}" for k in range(40)] + ["digit"], [rows[k] for k in order])
