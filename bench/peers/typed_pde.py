"""The schemes of typed_pde.c in NumPy: answers one JSON line a request with its CPU time. Requests as there."""
import ctypes
import json
import sys
import time

import numpy as np

# Arrays take over the memory of those before. Else the system provides it anew for each large one, page by page, which here takes
# up to twenty times as long as the arithmetic: M_MMAP_THRESHOLD, M_TRIM_THRESHOLD of glibc.
ctypes.CDLL(None).mallopt(-3, 2**30)
ctypes.CDLL(None).mallopt(-1, 2**31 - 1)


def laplacian(u, w):
    padded = np.pad(u, 1, mode="wrap")
    total = padded[1:-1, :-2] + padded[1:-1, 2:]
    total += padded[:-2, 1:-1]
    total += padded[2:, 1:-1]
    total -= 4 * u
    total *= w
    return total


def gray_scott(y, w):
    u, v = y
    feed, kill = 0.04, 0.06
    made = u * v * v
    out = np.empty_like(y)
    np.subtract(laplacian(u, 2e-5 * w), made, out=out[0])
    out[0] += feed * (1 - u)
    np.add(laplacian(v, 1e-5 * w), made, out=out[1])
    out[1] -= (feed + kill) * v
    return out


def cahn_hilliard(u, w):
    return laplacian(u * u * u - u - laplacian(u, 1e-4 * w), w)


def runge_kutta(rates, y, w, h, steps):
    for _ in range(steps):
        a = rates(y, w)
        b = rates(y + h / 2 * a, w)
        c = rates(y + h / 2 * b, w)
        d = rates(y + h * c, w)
        b += c
        y = y + h / 6 * (a + 2 * b + d)
    return y


def kuramoto_sivashinsky(u, h, steps):
    """ETDRK4 as in Kassam and Trefethen (2005); waves k with 3 k < n."""
    n = len(u)
    k = np.arange(n // 2 + 1)
    kept = 3 * k < n
    q = np.where(kept, k / 16, 0)
    L = h * (q**2 - q**4)
    z = L[:, None] + np.exp(1j * np.pi * 2 * (np.arange(64) + 0.5) / 64)
    e = np.exp(z)
    E, half = np.exp(L), np.exp(L / 2)
    Q = h * np.mean((np.exp(z / 2) - 1) / z, axis=1).real
    f1 = h * np.mean((-4 - z + e * (4 - 3 * z + z**2)) / z**3, axis=1).real
    f2 = 2 * h * np.mean((2 + z + e * (z - 2)) / z**3, axis=1).real
    f3 = h * np.mean((-4 - 3 * z - z**2 + e * (4 - z)) / z**3, axis=1).real
    g = -0.5j * q

    def rates(v):
        x = np.fft.irfft(v, n)
        x *= x
        return g * np.fft.rfft(x)

    v = np.where(kept, np.fft.rfft(u), 0)
    before = time.process_time()
    for _ in range(steps):
        n0 = rates(v)
        a = half * v + Q * n0
        na = rates(a)
        b = half * v + Q * na
        nb = rates(b)
        c = half * a + Q * (2 * nb - n0)
        nc = rates(c)
        v = E * v + f1 * n0 + f2 * (na + nb) + f3 * nc
    used = time.process_time() - before
    return np.fft.irfft(v, n), used


inputs = {}
for line in sys.stdin:
    request = json.loads(line)
    try:
        kind, n, steps, h, batch = (request[key] for key in ("kind", "n", "steps", "h", "batch"))
        name = request["in"]
        if name not in inputs:
            inputs[name] = np.fromfile(name)
        y = inputs[name]
        used = 0
        for _ in range(batch):
            if kind == "kuramoto-sivashinsky":
                result, seconds = kuramoto_sivashinsky(y, h, steps)
            else:
                rates = gray_scott if kind == "gray-scott" else cahn_hilliard
                field = y.reshape((2, n, n) if kind == "gray-scott" else (n, n))
                w = n * n / 2.5**2 if kind == "gray-scott" else float(n * n)
                before = time.process_time()
                result = runge_kutta(rates, field, w, h, steps) if steps else rates(field, w)
                seconds = time.process_time() - before
            used += seconds
        np.ascontiguousarray(result).tofile(request["out"])
        answer = {"ms": 1000 * used / batch}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
