"""The gas column with numpy and SciPy, the same formulas as Isoline's: one JSON request a line, one JSON answer a line."""
import json
import sys
import time

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares
from scipy.special import ive

nodes, weights = np.polynomial.legendre.leggauss(24)
gauss, gauss_weights = np.polynomial.legendre.leggauss(16)


def pulse(times, column, ka, kd):
    """c/(c0 p_L): 24-point Gauss-Legendre over the injection's window (spec 1.3, form 2)."""
    hold_up, t1 = column["holdUp"], column["injection"]
    x = column["phaseRatio"] * ka * hold_up
    theta = times - hold_up
    low, high = np.maximum(0, theta - t1), np.maximum(0, theta)
    half = 0.5 * (high - low)[:, None]
    y = kd * (0.5 * (high + low)[:, None] + half * nodes)
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        f = kd * np.sqrt(x / y) * np.exp(-((np.sqrt(x) - np.sqrt(y)) ** 2)) * ive(1, 2 * np.sqrt(x * y))
    value = np.sum(half * weights * np.where(y > 0, f, 0), axis=1)
    return value + np.where((theta >= 0) & (theta < t1), np.exp(-x), 0)


def transfer(s, column, ka, kd, dispersion):
    """The transfer function over p_L times the pulse: flux ratio by fixed-point iteration on Gauss nodes (spec 1.3, form 5)."""
    storage = s * (1 + column["phaseRatio"] * ka / (s + kd))
    u0, length, ratio = column["inletVelocity"], column["length"], column["pressureRatio"]
    if dispersion == 0:
        power = storage * column["holdUp"]
        g = np.exp(-power)
    elif ratio == 1:
        peclet = u0 * length / dispersion
        w = 4 * storage * dispersion / u0**2
        q = np.sqrt(1 + w)
        g = 4 * q * np.exp(-0.5 * peclet * w / (1 + q)) / ((1 + q) ** 2 - (w / (1 + q)) ** 2 * np.exp(-peclet * q))
    else:
        # Nodes in p: x = L (1 - p^2)/(1 - p_L^2), dx = -2 L p dp/(1 - p_L^2).
        p = ratio + (1 - ratio) * 0.5 * (gauss + 1)
        scale = 2 * length / (1 - ratio**2)
        barycentric = 1 / np.array([np.prod(pi - np.delete(p, i)) for i, pi in enumerate(p)])
        derivative = barycentric[None, :] / barycentric[:, None] / (p[:, None] - p[None, :] + np.eye(len(p)))
        np.fill_diagonal(derivative, 0)
        np.fill_diagonal(derivative, -derivative.sum(axis=1))
        u, d = u0 / p, dispersion / p
        a = storage[:, None]
        w = np.broadcast_to(u + 0j, (len(storage), len(p)))
        for _ in range(8):
            slope = (w @ derivative.T) * (-1 / (scale * p))
            w = u + d * (slope + a) / w
        integral = np.sum(0.5 * (1 - ratio) * gauss_weights * scale * p * a / w, axis=1)
        g = np.exp(-integral)
    return g * -np.expm1(-s * column["injection"]) / (s * (1 + s * column["injectorTime"]))


def laplace(times, column, ka, kd, dispersion):
    """Durbin's cosine sum, period 2T, T = 2 t_max, abscissa 12/t_max."""
    last = times[-1]
    half = 2 * last
    a = 12 / last
    terms, k, largest = [], 0, 0.0
    while k < 200000:
        block = np.arange(k, k + 256)
        values = transfer(a + 1j * np.pi * block / half, column, ka, kd, dispersion)
        terms.append(values)
        largest = max(largest, np.abs(values).max())
        k += 256
        if np.abs(values).max() < 1e-14 * largest:
            break
    f = np.concatenate(terms)
    f[0] *= 0.5
    phase = np.exp(1j * np.pi * times / half)
    total = np.zeros(len(times), complex)
    for value in f[::-1]:
        total = total * phase + value
    return np.exp(a * times) / half * total.real


def lines(times, column):
    """Method of lines, one analyte after the other: third-order upwind, 400 cells of equal hold-up."""
    cells = 400
    ratio, u0 = column["pressureRatio"], column["inletVelocity"]
    width = column["holdUp"] * u0 / cells
    p = np.cbrt(1 - (1 - ratio**3) * (np.arange(cells) + 0.5) / cells)
    result = []
    for component in column["components"]:
        ka, kd, feed = component["ka"], component["kd"], component["concentration"]

        def rates(t, state):
            f, q = state[0::2], state[1::2]
            # Quadratic upwind: (-f_{i-1} + 5 f_i + 2 f_{i+1})/6 at the downstream face.
            flux = np.empty(cells + 1)
            flux[0] = u0 * feed if t < column["injection"] else 0
            flux[1:] = u0 * f
            flux[2:-1] = u0 / 6 * (5 * f[1:-1] + 2 * f[2:] - f[:-2])
            uptake = ka * p * f - kd * q
            change = np.empty_like(state)
            change[0::2] = -np.diff(flux) / width - column["phaseRatio"] * uptake / p
            change[1::2] = uptake
            return change

        state = np.zeros(2 * cells)
        out = np.zeros(len(times))
        for start, stop in ((0.0, column["injection"]), (column["injection"], times[-1])):
            chosen = (times > start) & (times <= stop)
            wanted = np.unique(np.append(times[chosen], stop))
            done = solve_ivp(rates, (start, stop), state, method="LSODA", t_eval=wanted, rtol=1e-6, atol=1e-10, lband=4, uband=4)
            out[chosen] = done.y[-2, np.searchsorted(wanted, times[chosen])] * ratio
            state = done.y[:, -1]
        result.append(out)
    return np.array(result)


def fit(times, column, noise, start):
    data = np.fromfile(noise).reshape(len(start), -1)
    found = []
    for curve, first in zip(data, start):
        scale = 1 / column["pressureRatio"]

        def residual(v):
            constant, kd = np.exp(v)
            return pulse(times, column, constant * kd, kd) - scale * curve

        # From 60 % off the curves do not touch: the mean of the data gives K (moments, spec 1.3.3), then least squares.
        top = np.clip(curve, 0.05 * curve.max(), None) - 0.05 * curve.max()
        mean = np.sum(times * top) / np.sum(top)
        constant = ((mean - column["injection"] / 2) / column["holdUp"] - 1) / column["phaseRatio"]
        best = least_squares(residual, np.log([constant, first["kd"]]), method="lm", xtol=1e-10, ftol=1e-10)
        found.append(float(np.exp(best.x[0])))
    return found


def work(request):
    times = np.array(request["times"])
    if request["kind"] == "fit":
        return {"K": fit(times, request, request["noise"], request["start"])}, None
    if request["kind"] == "lines":
        return {}, lines(times, request)
    rows = []
    for c in request["components"]:
        if request["kind"] == "pulse":
            value = pulse(times, request, c["ka"], c["kd"])
        else:
            value = laplace(times, request, c["ka"], c["kd"], c["dispersion"])
        rows.append(c["concentration"] * request["pressureRatio"] * value)
    return {}, np.array(rows)


for line in sys.stdin:
    request = json.loads(line)
    try:
        before = time.process_time()
        for _ in range(request["batch"]):
            answer, values = work(request)
        answer["ms"] = 1000 * (time.process_time() - before) / request["batch"]
        if values is not None:
            np.ascontiguousarray(values).tofile(request["out"])
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
