"""SciPy on the ODE test set: one JSON line in, one out (bench/peer.mjs).

Request: {"problem", "method", "rtol", "atol", "from", "to", "batch"}; answer: {"ms", "y": end values, "evaluations"}.
Right sides as a SciPy user writes them (plain Python for few unknowns, NumPy for many), analytic Jacobian where it is short.
"""
import json
import os
import signal
import sys
import time
import warnings
from math import sqrt

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import csr_matrix


def lorenz(t, y):
    return [10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8 / 3 * y[2]]


def lotka(t, y):
    return [1.5 * y[0] - y[0] * y[1], -3 * y[1] + y[0] * y[1]]


masses = np.arange(1.0, 8)


def pleiades(t, s):
    x, y = s[:7], s[7:14]
    dx, dy = x - x[:, None], y - y[:, None]
    r = (dx * dx + dy * dy + np.eye(7)) ** 1.5
    return np.concatenate((s[14:], (dx / r) @ masses, (dy / r) @ masses))


def arenstorf(t, y):
    mu, nu = 0.012277471, 1 - 0.012277471
    a, b = (y[0] + mu) ** 2 + y[1] ** 2, (y[0] - nu) ** 2 + y[1] ** 2
    d1, d2 = a * sqrt(a), b * sqrt(b)
    return [
        y[2],
        y[3],
        y[0] + 2 * y[3] - nu * (y[0] + mu) / d1 - mu * (y[0] - nu) / d2,
        y[1] - 2 * y[2] - nu * y[1] / d1 - mu * y[1] / d2,
    ]


def vdp1000(t, y):
    return [y[1], 1000 * (1 - y[0] * y[0]) * y[1] - y[0]]


def vdp1000_jacobian(t, y):
    return [[0, 1], [-2000 * y[0] * y[1] - 1, 1000 * (1 - y[0] * y[0])]]


def vdp1e6(t, y):
    return [y[1], ((1 - y[0] * y[0]) * y[1] - y[0]) / 1e-6]


def vdp1e6_jacobian(t, y):
    return [[0, 1], [(-2 * y[0] * y[1] - 1) / 1e-6, (1 - y[0] * y[0]) / 1e-6]]


def robertson(t, y):
    a, b, c = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]
    return [-a + b, a - b - c, c]


def robertson_jacobian(t, y):
    return [[-0.04, 1e4 * y[2], 1e4 * y[1]], [0.04, -1e4 * y[2] - 6e7 * y[1], -1e4 * y[1]], [0, 6e7 * y[1], 0]]


def hires(t, y):
    r = 280 * y[5] * y[7]
    return [
        -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007,
        1.71 * y[0] - 8.75 * y[1],
        -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4],
        8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3],
        -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6],
        -r + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6],
        r - 1.81 * y[6],
        1.81 * y[6] - r,
    ]


def hires_jacobian(t, y):
    a, b = 280 * y[7], 280 * y[5]
    return [
        [-1.71, 0.43, 8.32, 0, 0, 0, 0, 0],
        [1.71, -8.75, 0, 0, 0, 0, 0, 0],
        [0, 0, -10.03, 0.43, 0.035, 0, 0, 0],
        [0, 8.32, 1.71, -1.12, 0, 0, 0, 0],
        [0, 0, 0, 0, -1.745, 0.43, 0.43, 0],
        [0, 0, 0, 0.69, 1.71, -0.43 - a, 0.69, -b],
        [0, 0, 0, 0, 0, a, -1.81, b],
        [0, 0, 0, 0, 0, -a, 1.81, -b],
    ]


def orego(t, y):
    return [
        77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1])),
        (y[2] - (1 + y[0]) * y[1]) / 77.27,
        0.161 * (y[0] - y[2]),
    ]


def orego_jacobian(t, y):
    return [
        [77.27 * (1 - 2 * 8.375e-6 * y[0] - y[1]), 77.27 * (1 - y[0]), 0],
        [-y[1] / 77.27, -(1 + y[0]) / 77.27, 1 / 77.27],
        [0.161, 0, -0.161],
    ]


def pollu(t, y):
    r1 = 0.35 * y[0]
    r2 = 26.6 * y[1] * y[3]
    r3 = 12300 * y[4] * y[1]
    r4 = 8.6e-4 * y[6]
    r5 = 8.2e-4 * y[6]
    r6 = 15000 * y[6] * y[5]
    r7 = 1.3e-4 * y[8]
    r8 = 24000 * y[8] * y[5]
    r9 = 16500 * y[10] * y[1]
    r10 = 9000 * y[10] * y[0]
    r11 = 0.022 * y[12]
    r12 = 12000 * y[9] * y[1]
    r13 = 1.88 * y[13]
    r14 = 16300 * y[0] * y[5]
    r15 = 4.8e6 * y[2]
    r16 = 3.5e-4 * y[3]
    r17 = 0.0175 * y[3]
    r18 = 1e8 * y[15]
    r19 = 4.44e11 * y[15]
    r20 = 1240 * y[16] * y[5]
    r21 = 2.1 * y[18]
    r22 = 5.78 * y[18]
    r23 = 0.0474 * y[0] * y[3]
    r24 = 1780 * y[18] * y[0]
    r25 = 3.12 * y[19]
    return [
        -r1 - r10 - r14 - r23 - r24 + r2 + r3 + r9 + r11 + r12 + r22 + r25,
        -r2 - r3 - r9 - r12 + r1 + r21,
        -r15 + r1 + r17 + r19 + r22,
        -r2 - r16 - r17 - r23 + r15,
        -r3 + 2 * r4 + r6 + r7 + r13 + r20,
        -r6 - r8 - r14 - r20 + r3 + 2 * r18,
        -r4 - r5 - r6 + r13,
        r4 + r5 + r6 + r7,
        -r7 - r8,
        -r12 + r7 + r9,
        -r9 - r10 + r8 + r11,
        r9,
        -r11 + r10,
        -r13 + r12,
        r14,
        -r18 - r19 + r16,
        -r20,
        r20,
        -r21 - r22 - r24 + r23 + r25,
        -r25 + r24,
    ]


def bruss1d(t, y):
    u, v = y[::2], y[1::2]
    out = np.empty_like(y)
    wide_u, wide_v = np.concatenate(([1.0], u, [1.0])), np.concatenate(([3.0], v, [3.0]))
    c = 501.0**2 / 50
    out[::2] = 1 + u * u * v - 4 * u + c * (wide_u[:-2] - 2 * u + wide_u[2:])
    out[1::2] = 3 * u - u * u * v + c * (wide_v[:-2] - 2 * v + wide_v[2:])
    return out


places = np.arange(32) / 32
disc = (places[None, :] - 0.3) ** 2 + (places[:, None] - 0.6) ** 2 <= 0.01


def bruss2d(t, y):
    u, v = y[::2].reshape(32, 32), y[1::2].reshape(32, 32)

    def laplacian(w):
        return np.roll(w, 1, 0) + np.roll(w, -1, 0) + np.roll(w, 1, 1) + np.roll(w, -1, 1) - 4 * w

    c = 0.1 * 32**2
    out = np.empty_like(y)
    out[::2] = (1 + u * u * v - 4.4 * u + c * laplacian(u) + (5.0 if t >= 1.1 else 0.0) * disc).ravel()
    out[1::2] = (3.4 * u - u * u * v + c * laplacian(v)).ravel()
    return out


def bruss2d_sparsity():
    rows, columns = [], []
    for j in range(32):
        for i in range(32):
            k = 2 * (j * 32 + i)
            near = [2 * (j * 32 + (i + d) % 32) for d in (1, -1)] + [2 * (((j + d) % 32) * 32 + i) for d in (1, -1)]
            for part in (0, 1):
                for column in [k, k + 1] + [n + part for n in near]:
                    rows.append(k + part)
                    columns.append(column)
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(2048, 2048))


x1 = np.arange(1, 501) / 501
start1 = np.full(1000, 3.0)
start1[::2] = 1 + np.sin(2 * np.pi * x1)
start2 = np.empty(2048)
start2[::2] = np.repeat(22 * places * (1 - places) ** 1.5, 32)
start2[1::2] = np.tile(27 * places * (1 - places) ** 1.5, 32)
pleiades_start = [3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0]
problems = {
    "lorenz": (lorenz, [1, 1, 1], {}),
    "lotka": (lotka, [1, 1], {}),
    "pleiades": (pleiades, pleiades_start, {}),
    "arenstorf": (arenstorf, [0.994, 0, 0, -2.00158510637908252240537862224], {}),
    "vdp1000": (vdp1000, [2, 0], {"jac": vdp1000_jacobian}),
    "vdp1e6": (vdp1e6, [2, 0], {"jac": vdp1e6_jacobian}),
    "robertson": (robertson, [1, 0, 0], {"jac": robertson_jacobian}),
    "hires": (hires, [1, 0, 0, 0, 0, 0, 0, 0.0057], {"jac": hires_jacobian}),
    "orego": (orego, [1, 2, 3], {"jac": orego_jacobian}),
    "pollu": (pollu, [0, 0.2, 0, 0.04, 0, 0, 0.1, 0.3, 0.01, 0, 0, 0, 0, 0, 0, 0, 0.007, 0, 0, 0], {}),
    "bruss1d": (bruss1d, start1, {"band": 2}),
    "bruss2d": (bruss2d, start2, {"sparsity": bruss2d_sparsity()}),
}


def solve(request):
    rates, start, extra = problems[request["problem"]]
    method = request["method"]
    options = {"method": method, "rtol": request["rtol"], "atol": request["atol"]}
    if method in ("Radau", "BDF", "LSODA") and "jac" in extra:
        options["jac"] = extra["jac"]
    if "band" in extra and method == "LSODA":
        options["lband"] = options["uband"] = extra["band"]
    if "band" in extra and method in ("Radau", "BDF"):
        n = len(start)
        diagonals = [np.eye(n, k=k) for k in range(-2, 3)]
        options["jac_sparsity"] = csr_matrix(sum(diagonals))
    if "sparsity" in extra and method in ("Radau", "BDF"):
        options["jac_sparsity"] = extra["sparsity"]
    ends = [request["from"], request["to"]]
    if request["problem"] == "bruss2d" and ends[1] > 1.1:
        ends.insert(1, 1.1)
    evaluations, state = 0, start
    for a, b in zip(ends, ends[1:]):
        done = solve_ivp(rates, (a, b), state, t_eval=[b], **options)
        if not done.success:
            raise RuntimeError(done.message)
        state, evaluations = done.y[:, -1], evaluations + done.nfev
    return state, evaluations


# LSODA's Fortran prints to the standard output: answers go to a copy of it.
answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
warnings.simplefilter("ignore")

def give_up(signum, frame):
    raise TimeoutError("longer than 10 s")


signal.signal(signal.SIGALRM, give_up)
for line in sys.stdin:
    request = json.loads(line)
    try:
        signal.alarm(10 * request["batch"])
        before = time.process_time()
        for _ in range(request["batch"]):
            state, evaluations = solve(request)
        milliseconds = 1000 * (time.process_time() - before) / request["batch"]
        answer = {"ms": milliseconds, "evaluations": int(evaluations), "y": [float(v) for v in state]}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    signal.alarm(0)
    print(json.dumps(answer), file=answers, flush=True)
