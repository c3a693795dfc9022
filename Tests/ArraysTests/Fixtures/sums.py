"""Makes sums.txt: sums and matrix products in the order that sum_order.h fixes, every bit.

The operands are drawn by RandomState(seed).uniform(-3, 3) as the test draws them; a line holds seed,
kind, m, k, n and the results as the hexadecimal of their bits. Kinds: "sum" of k elements, "rows"
and "columns" of an (m, k) matrix, "product" of (m, k) and (k, n), drawn in that order.

A fused multiply-add is computed in rational numbers: the float of a fraction is correctly rounded.
"""
from fractions import Fraction
import struct
import numpy as np


def fma(a, b, c):
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    return float(exact)


def fixed_order(terms, accumulate):
    total = 0.0
    for start in range(0, len(terms), 1024):
        l = [0.0] * 8
        for i, term in enumerate(terms[start:start + 1024]):
            l[i % 8] = accumulate(l[i % 8], term)
        total += ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
    return total


def total(values):
    return fixed_order([float(x) for x in values], lambda lane, x: lane + x)


def inner(a, b):
    return fixed_order([(float(x), float(y)) for x, y in zip(a, b)], lambda lane, t: fma(t[0], t[1], lane))


def bits(x):
    return struct.pack(">d", x).hex()


with open("sums.txt", "w") as out:
    seed = 0

    def write(kind, m, k, n, values):
        out.write(f"{seed} {kind} {m} {k} {n} {' '.join(map(bits, values))}\n")

    for k in list(range(0, 34)) + [63, 64, 65, 1000, 1023, 1024, 1025, 1031, 2047, 2048, 2049, 3000, 5000]:
        seed += 1
        write("sum", 1, k, 1, [total(np.random.RandomState(seed).uniform(-3, 3, k))])
    for m, k in [(1, 1), (1, 9), (9, 1), (3, 7), (7, 3), (2, 1000), (5, 1030), (1030, 2), (17, 33)]:
        seed += 1
        matrix = np.random.RandomState(seed).uniform(-3, 3, (m, k))
        write("rows", m, k, 1, [total(row) for row in matrix])
        write("columns", m, k, 1, [total(column) for column in matrix.T])
    for m, k, n in [(1, 1, 1), (1, 2, 5), (2, 2, 2), (2, 3, 4), (3, 8, 3), (3, 9, 3), (2, 17, 6), (4, 7, 1), (1, 64, 9),
                    (2, 1000, 2), (1, 1024, 3), (1, 1025, 2), (2, 2050, 1), (5, 0, 3), (3, 5, 40), (16, 16, 16)]:
        seed += 1
        state = np.random.RandomState(seed)
        a, b = state.uniform(-3, 3, (m, k)), state.uniform(-3, 3, (k, n))
        write("product", m, k, n, [inner(row, column) for row in a for column in b.T])
