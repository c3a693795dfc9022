"""Exact values of the elementary functions, for Tests/CKernelsTests.

Writes elementary.txt: one line a point, `function x high low` in hexadecimal (for pow
`pow x high low y`), where
high is the double next to the exact result (mpmath, 400 bits) and low, a double too,
what is missing, so that errors can be measured to a small part of the last place.
Run: python3 elementary.py > elementary.txt
"""

import random

from mpmath import mp, mpf, cos, erf, exp, expm1, log, log10, log1p, sin, tanh

mp.prec = 400
random.seed(7)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def nearest(value):
    """The nearest double; mpmath's own conversion rounds subnormals twice."""
    if value == 0:
        return 0.0
    exponent = max(mp.frexp(value)[1] - 53, -1074)
    return float(mp.ldexp(mp.nint(mp.ldexp(value, -exponent)), exponent))


def line(name, function, x):
    exact = function(mpf(x))
    high = nearest(exact)
    low = float(exact - mpf(high))
    print(name, float(x).hex(), high.hex(), low.hex())


def around(center, count, spread):
    return [center + random.uniform(-spread, spread) for _ in range(count)]


def scattered(count, low, high, signs=(1.0, -1.0)):
    return [
        random.choice(signs) * random.uniform(1, 2) * 2.0 ** random.randint(low, high)
        for _ in range(count)
    ]


functions = {
    "exp": (exp, lambda x: -745.13 < x < 709.78, around(0, 150, 1) + around(0, 150, 700)
            + around(-730, 40, 15) + scattered(40, -60, -1)),
    "expm1": (expm1, lambda x: x < 709.78, around(0, 200, 2) + around(0, 100, 40)
              + around(400, 40, 300) + scattered(60, -1060, -1)),
    "log": (log, lambda x: x > 0, around(1, 150, 0.5) + scattered(150, -1060, 1023)
            + around(1, 40, 1e-3) + around(1, 40, 1e-9)),
    "log1p": (log1p, lambda x: x > -1, around(0, 150, 0.7) + scattered(150, -1060, 1023)
              + around(-1, 20, 1e-6) + around(1, 40, 1)),
    "tanh": (tanh, lambda x: True, around(0, 150, 1) + around(0, 100, 21)
             + scattered(60, -1060, 0)),
    "sigmoid": (sigmoid, lambda x: x > -745, around(0, 150, 4) + around(0, 100, 37)
                + around(-720, 60, 24) + scattered(40, -60, 5)),
    "softplus": (softplus, lambda x: -745 < x < 1e308, around(0, 150, 4)
                 + around(0, 100, 40) + around(-720, 60, 24) + scattered(60, -60, 9)),
    "log2": (lambda x: log(x, 2), lambda x: x > 0, around(1, 80, 0.5)
             + scattered(80, -1060, 1023)),
    "log10": (log10, lambda x: x > 0, around(1, 80, 0.5) + scattered(80, -1060, 1023)
              + [10.0**i for i in range(1, 23)]),
    "sin": (sin, lambda x: True, around(0, 60, 1) + around(0, 60, 100)
            + scattered(80, -60, 1023) + [1.5707963267948966 * i for i in range(1, 40)]
            + [6381956970095103.0 * 2.0**797]),
    "cos": (cos, lambda x: True, around(0, 60, 1) + around(0, 60, 100)
            + scattered(80, -60, 1023) + [1.5707963267948966 * i for i in range(1, 40)]
            + [6381956970095103.0 * 2.0**797]),
    "erf": (erf, lambda x: True, around(0, 150, 1) + around(0, 150, 6.5) + around(1, 40, 1e-3)
            + scattered(60, -1060, 9)),
}

for name, (function, inside, points) in functions.items():
    for x in points:
        if inside(x):
            line(name, function, x)

for _ in range(300):
    x = random.uniform(1, 2) * 2.0 ** random.choice([-1000, -3, -1, 0, 1, 5, 900])
    y = random.uniform(-1, 1) * float(700 / abs(log(mpf(x))))
    if random.random() < 0.3:
        x, y = float(random.randint(1, 30)), float(random.randint(-9, 12))
    exact = mpf(x) ** mpf(y)
    high = nearest(exact)
    print("pow", x.hex(), high.hex(), float(exact - mpf(high)).hex(), y.hex())
