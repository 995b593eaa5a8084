"""Reference values of elementary functions: python3 make-reference.py [POINTS] > reference.json

For each function a list of rows: the arguments, then the value as a float64 and what it lacks (the value is their sum to about
1e-32 relative). Computed with Python's decimal arithmetic from series, to 60 digits (420 for the reduction of large angles).
"""

import json
import math
import random
import sys
from decimal import Decimal as D
from decimal import getcontext

getcontext().prec = 60
points = int(sys.argv[1]) if len(sys.argv) > 1 else 160
random.seed(4)


def machin(digits):
    getcontext().prec = digits + 10

    def inverse(n):
        total, term, k = D(0), D(1) / n, 1
        while abs(term) > D(10) ** -(digits + 8):
            total += term / k if k % 4 == 1 else -term / k
            term /= n * n
            k += 2
        return total

    value = 4 * (4 * inverse(5) - inverse(239))
    getcontext().prec = 60
    return value


PI_LONG = machin(420)
PI = +PI_LONG


def series(term, ratio):
    total, k = term, 1
    while term != 0 and abs(term) > abs(total) * D(10) ** -62:
        term = ratio(term, k)
        total += term
        k += 1
    return total


def reduced(x):
    """x mod pi/2 in [-pi/4, pi/4] and the quadrant."""
    getcontext().prec = 420
    half = PI_LONG / 2
    k = (x / half).to_integral_value()
    rest = x - k * half
    getcontext().prec = 60
    return +rest, int(k) % 4


def sine(r):
    return series(r, lambda t, k: -t * r * r / ((2 * k) * (2 * k + 1)))


def cosine(r):
    return series(D(1), lambda t, k: -t * r * r / ((2 * k - 1) * (2 * k)))


def sin(x):
    r, q = reduced(x)
    return [sine(r), cosine(r), -sine(r), -cosine(r)][q]


def cos(x):
    r, q = reduced(x)
    return [cosine(r), -sine(r), -cosine(r), sine(r)][q]


def atan(x):
    if x < 0:
        return -atan(-x)
    if x > 1:
        return PI / 2 - atan(1 / x)
    halvings = 0
    while x > D("0.05"):
        x = x / (1 + (1 + x * x).sqrt())
        halvings += 1
    powers = x
    total, k = x, 3
    while abs(powers) > abs(total) * D(10) ** -62:
        powers = -powers * x * x
        total += powers / k
        k += 2
    return total * 2**halvings


def asin(x):
    if abs(x) == 1:
        return PI / 2 * x
    return atan(x / ((1 - x) * (1 + x)).sqrt())


def acos(x):
    if x > D("0.5"):
        return 2 * asin(((1 - x) / 2).sqrt())
    return PI / 2 - asin(x)


def sinh(x):
    if abs(x) < 1:
        return series(x, lambda t, k: t * x * x / ((2 * k) * (2 * k + 1)))
    return (x.exp() - (-x).exp()) / 2


def cosh(x):
    return (x.exp() + (-x).exp()) / 2


def erf(x):
    # Positive terms only: exp(-x^2) sum 2^n x^(2n+1)/(2n+1)!!
    return 2 / PI.sqrt() * (-x * x).exp() * series(x, lambda t, k: t * 2 * x * x / (2 * k + 1))


def atan2(y, x):
    if x > 0:
        return atan(y / x)
    return atan(y / x) + (PI if y >= 0 else -PI)


def between(a, b):
    return lambda: (random.uniform(a, b),)


def spread(a, b):
    """Of either sign, logarithms spread evenly."""
    return lambda: (random.choice([-1, 1]) * math.exp(random.uniform(math.log(a), math.log(b))),)


def positive(a, b):
    return lambda: (math.exp(random.uniform(math.log(a), math.log(b))),)


def near_multiples():
    return (random.randrange(1, 1000) * math.pi / 2 * (1 + random.choice([0, 1e-16, -1e-15, 1e-9, 1e-5])),)


def pair(first, second):
    return lambda: (first()[0], second()[0])


plans = {
    "exp": (lambda x: x.exp(), [between(-700, 709), between(-2, 2), spread(1e-9, 1), between(-744, -708)]),
    "log": (lambda x: x.ln(), [positive(1e-300, 1e300), between(0.5, 2), between(0.99, 1.01), positive(5e-324, 1e-308)]),
    "sin": (sin, [between(-10, 10), spread(1e-9, 1e6), near_multiples, spread(1e6, 1e300)]),
    "cos": (cos, [between(-10, 10), spread(1e-9, 1e6), near_multiples, spread(1e6, 1e300)]),
    "tan": (lambda x: sin(x) / cos(x), [between(-10, 10), spread(1e-9, 1e6), near_multiples, spread(1e6, 1e300)]),
    "asin": (asin, [between(-1, 1), spread(1e-9, 1), lambda: (1 - math.exp(random.uniform(-30, -1)),)]),
    "acos": (acos, [between(-1, 1), spread(1e-9, 1), lambda: (1 - math.exp(random.uniform(-30, -1)),)]),
    "atan": (atan, [between(-4, 4), spread(1e-9, 1e20)]),
    "sinh": (sinh, [between(-3, 3), spread(1e-9, 710), between(700, 710.4)]),
    "cosh": (cosh, [between(-3, 3), spread(1e-9, 710), between(700, 710.4)]),
    "tanh": (lambda x: sinh(x) / cosh(x), [between(-3, 3), spread(1e-9, 25)]),
    "erf": (erf, [between(-3, 3), spread(1e-9, 6)]),
    "atan2": (atan2, [pair(spread(1e-3, 1e3), spread(1e-3, 1e3)), pair(spread(1e-200, 1e200), spread(1, 10))]),
    "pow": (
        lambda x, y: (y * x.ln()).exp(),
        [pair(positive(1e-3, 1e3), between(-50, 50)), pair(between(0.9, 1.1), spread(1, 6000)), pair(positive(1e-300, 1e300), between(-1, 1))],
    ),
}
out = {}
for name, (function, samplers) in plans.items():
    rows = []
    while len(rows) < points:
        arguments = samplers[len(rows) % len(samplers)]()
        if arguments[0] == 0:
            continue
        value = function(*map(D, arguments))
        nearest = float(value)
        if math.isinf(nearest):
            continue
        rows.append([*arguments, nearest, float(value - D(nearest))])
    out[name] = rows
json.dump(out, sys.stdout)
