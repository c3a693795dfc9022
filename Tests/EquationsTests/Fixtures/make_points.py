"""Writes circles, moons and spirals as NumPy draws them, point by point.

    python3 make_points.py > points.txt

A line is a seed, a call, and the rows x, y and class as the hexadecimal of their bits.
"""

import math
import struct

import numpy as np


def circles(n, place, share, kind):
    turn = 2 * math.pi * place / ((n + 1) // 2)
    radius = 1 if kind == 0 else 0.5
    return radius * math.cos(turn), radius * math.sin(turn)


def moons(n, place, share, kind):
    turn = math.pi * share
    if kind == 0:
        return math.cos(turn), math.sin(turn)
    return 1 - math.cos(turn), 0.5 - math.sin(turn)


def spirals(n, place, share, kind):
    turn = 3 * math.pi * share + math.pi * kind
    radius = 0.1 + 0.9 * share
    return radius * math.cos(turn), radius * math.sin(turn)


for seed in range(12):
    for form in circles, moons, spirals:
        for n, noise in (1, 0), (2, 0.5), (7, 0.1), (40, 0), (101, 0.25):
            generator = np.random.RandomState(seed)
            points = []
            for k in range(n):
                place, kind = divmod(k, 2)
                share = place / max((n - 1) // 2, 1)
                points.append((*form(n, place, share, kind), kind))
            rows = np.array(points, dtype=float).T
            rows[:2] += noise * generator.randn(2, n)
            call = f"{form.__name__}({n})" if noise == 0 else f"{form.__name__}({n}, {noise})"
            print(seed, call, ",".join(struct.pack(">d", x).hex() for x in rows.ravel()), sep="\t")
