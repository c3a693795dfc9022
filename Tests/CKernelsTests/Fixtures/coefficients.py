"""Minimax coefficients of the polynomials in the elementary functions.

Remez exchange at 60 digits, over the reduced ranges; each coefficient is rounded
to a double in turn, lowest power first, and those above it are fitted again, so
that rounding costs next to nothing. Prints each table and the largest weighted
error that is left. Run: python3 coefficients.py
"""

from mpmath import mp, mpf, matrix, lu_solve, cos, sin, erf, erfc, exp, expm1, log, pi, sqrt

mp.dps = 60


def remez(function, weight, low, high, powers):
    """The polynomial over `powers` that least exceeds `function`, weighted."""
    count = len(powers)
    nodes = [
        (low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * (count + 1)))
        for i in range(count + 1)
    ]
    for _ in range(12):
        rows = matrix(count + 1, count + 1)
        right = matrix(count + 1, 1)
        for i, x in enumerate(nodes):
            for j, power in enumerate(powers):
                rows[i, j] = x**power
            rows[i, count] = (-1) ** i / weight(x)
            right[i] = function(x)
        solution = lu_solve(rows, right)
        found = [solution[j] for j in range(count)]

        def error(x):
            return weight(x) * (sum(c * x**p for c, p in zip(found, powers)) - function(x))

        grid = [
            (low + high) / 2 - (high - low) / 2 * cos(pi * i / 600) for i in range(601)
        ]
        values = [error(x) for x in grid]
        extremes = []
        for x, value in zip(grid, values):
            if extremes and (extremes[-1][1] > 0) == (value > 0):
                if abs(value) > abs(extremes[-1][1]):
                    extremes[-1] = (x, value)
            else:
                extremes.append((x, value))
        while len(extremes) > count + 1:
            extremes.pop(0 if abs(extremes[0][1]) < abs(extremes[-1][1]) else -1)
        if len(extremes) < count + 1:
            break
        nodes = [x for x, _ in extremes]
    return found, max(abs(v) for v in values)


def rounded(function, weight, low, high, count):
    fixed = []
    powers = list(range(count))
    if low < 0:
        # Without the constant all powers vanish at 0, inside the range, and the
        # exchange has no unique answer: round all at once.
        found, _ = remez(function, weight, low, high, powers)
        fixed = [mpf(float(c)) for c in found]
        powers = []
    while powers:

        def rest(x):
            return function(x) - sum(c * x**p for p, c in enumerate(fixed))

        found, _ = remez(rest, weight, low, high, powers)
        fixed.append(mpf(float(found[0])))
        powers.pop(0)
    grid = [low + (high - low) * i / 4000 for i in range(4001)]
    worst = max(
        abs(weight(x) * (sum(c * x**p for p, c in enumerate(fixed)) - function(x)))
        for x in grid
    )
    return fixed, worst


def show(name, function, weight, low, high, count):
    fixed, worst = rounded(function, weight, mpf(low), mpf(high), count)
    print(f"// {name}: weighted error 2^{float(log(worst, 2)):.2f}")
    for c in fixed:
        print(f"    {float(c).hex()},")


def tiny(x, value, limit):
    return limit if abs(x) < mpf(10) ** -12 else value(x)


half = log(mpf(2)) / 2 + mpf(2) ** -20
show(
    "exp(r) = 1 + r + r^2 q(r)",
    lambda r: tiny(r, lambda r: (expm1(r) - r) / r**2, mpf(1) / 2),
    lambda r: abs(r) + mpf(1) / 50,
    -half, half, 10,
)


def log_rest(z):
    s = sqrt(z)
    return ((log((1 + s) / (1 - s)) - 2 * s) / s) / z


top = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 + mpf(2) ** -20
show(
    "log((1 + s) / (1 - s)) = 2 s + s z R(z), z = s^2",
    lambda z: tiny(z, log_rest, mpf(2) / 3 + 2 * z / 5),
    lambda z: tiny(z, lambda z: z, mpf(10) ** -12), 0, top, 8,
)
quarter = (pi / 4) ** 2 + mpf(2) ** -10
show(
    "sin(r) = r + r^3 S(r^2)",
    lambda z: tiny(z, lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 6 + z / 120),
    lambda z: tiny(z, lambda z: z, mpf(10) ** -12), 0, quarter, 7,
)
show(
    "cos(r) = 1 - r^2/2 + r^4 C(r^2)",
    lambda z: tiny(z, lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, mpf(1) / 24 - z / 720),
    lambda z: tiny(z, lambda z: z**2, mpf(10) ** -20), 0, quarter, 7,
)
show(
    "erf(x) = x + x Q(x^2), x to 1",
    lambda z: tiny(
        z, lambda z: erf(sqrt(z)) / sqrt(z) - 1, 2 / sqrt(pi) - 1 - 2 * z / (3 * sqrt(pi))),
    lambda z: 1, 0, 1, 13,
)
show(
    "erf(x) = 1 - exp(-x^2) P(1 / (2 + x)), x from 1 to 6",
    lambda t: erfc(1 / t - 2) * exp((1 / t - 2) ** 2),
    lambda t: exp(-((1 / t - 2) ** 2)), mpf(1) / 8, mpf(1) / 3, 13,
)
