"""Points at which a logarithm is hard to round, for Tests/CKernelsTests.

Writes log_rounded.txt: one line a point, `x log(x)`, hexadecimal, correctly rounded
(mpmath, 400 bits). Points: near 1, where log(1 + e) = e - e^2/2 + e^3/3 is within e^3/3 of
halfway between two doubles; the worst one known (Lefevre and Muller); the hardest of many
random ones; and some ordinary ones. Run: python3 log_rounded.py > log_rounded.txt
"""

import random

from mpmath import mp, mpf, log

mp.prec = 400
random.seed(11)


def parts(x):
    """The nearest double to log(x), and how far log(x) is from halfway, in last places."""
    exact = log(mpf(x))
    exponent = mp.frexp(exact)[1] - 53
    scaled = mp.ldexp(exact, -exponent)
    whole = mp.floor(scaled)
    fraction = scaled - whole
    nearest = mp.ldexp(whole + (1 if fraction > 0.5 else 0), exponent)
    return float(nearest), abs(fraction - 0.5)


points = [float.fromhex("0x1.62a88613629b6p+678")]
for m in range(1, 8):
    odds = range(2**m + 1, 2 ** (m + 1), 2)
    for o in odds:
        points.append(1 + o * 2.0 ** (m - 52))
        points.append(1 - o * 2.0 ** (m - 53))
candidates = []
for _ in range(60000):
    kind = random.randrange(3)
    if kind == 0:
        x = random.random()
    elif kind == 1:
        x = random.uniform(0.5, 2)
    else:
        x = random.uniform(1, 2) * 2.0 ** random.randint(-1074, 1022)
    candidates.append((parts(x)[1], x))
ordinary = [x for _, x in candidates[:300]]
candidates.sort()
points += [x for _, x in candidates[:1000]] + ordinary
for x in points:
    print(x.hex(), parts(x)[0].hex())
