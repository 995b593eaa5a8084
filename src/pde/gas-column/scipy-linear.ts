/** Python for columns without dispersion: the closed form by Gauss–Legendre quadrature. */
export const scipyClosedForm = `
nodes, weights = np.polynomial.legendre.leggauss(24)


def density(u, r):
    """dJ/dy dy in u = sqrt(y): 2 r exp(-(u - r)^2) I1e(2 r u); a Gaussian in u that cannot overflow."""
    return 2 * r * np.exp(-((u - r) ** 2)) * ive(1, 2 * r * u)


def integrate(function, low, high, width):
    """Composite Gauss-Legendre rule, panels no wider than \`width\`."""
    if not high > low:
        return 0.0
    edges = np.linspace(low, high, 1 + int(np.ceil((high - low) / width)))
    half = 0.5 * np.diff(edges)[:, None]
    u = 0.5 * (edges[1:] + edges[:-1])[:, None] + half * nodes
    return float(np.sum(half * weights * function(u)))


def inlet(t):
    """The injection over its concentration: a rectangle, or what an injector that empties exponentially makes of it."""
    if injector_time == 0:
        return np.where((t >= 0) & (t < injection), 1.0, 0.0)
    filling = -np.expm1(-np.clip(t, 0, injection) / injector_time)
    return filling * np.exp(-np.maximum(t - injection, 0) / injector_time)


def outlet(t, ka, kd, concentration, dispersion):
    """c(L, t) = p_L c0 [ e^{-x} inlet(theta) + integral of density(T) inlet(theta - T) dT ], theta = t - H, x = alpha ka H."""
    x = phase_ratio * ka * hold_up
    r = np.sqrt(x)
    theta = t - hold_up
    if theta < 0:
        return 0.0
    value = np.exp(-x) * float(inlet(theta))
    if r > 0:
        top = np.sqrt(kd * theta)
        edge = np.sqrt(kd * max(0.0, theta - injection))
        product = lambda u: density(u, r) * inlet(theta - u * u / kd)
        reach = 8.0
        if injector_time == 0:
            nearest = min(max(r, edge), top)
            reach = np.sqrt((nearest - r) ** 2 + 44)
            value += integrate(product, max(edge, r - reach), min(top, r + reach), 0.9)
        else:
            # The injector's time constant is a width in u too.
            fine = lambda u: min(0.9, 3 * injector_time * kd / (2 * max(u, 1.0)))
            value += integrate(product, max(edge, r - reach), min(top, r + reach), fine(top))
            since = np.sqrt(kd * max(0.0, theta - injection - 45 * injector_time))
            value += integrate(product, max(since, r - reach), min(edge, 2 * r + 60), fine(edge))
    return pressure_ratio * concentration * value


def chromatogram(times):
    return np.array([[outlet(t, *component[1:]) for component in components] for t in times])
`

/** Python for columns with dispersion: the transfer function on the imaginary axis, and the Fourier series of the peak. */
export const scipyTransferFunction = `
radau = np.array([0.05710419611451768, 0.2768430136381238, 0.5835904323689168, 0.8602401356562194, 1.0])
powers = np.arange(1, 6)
# Integrals of the Lagrange polynomials from 0 to each node: Radau IIA, five stages, order 9.
collocation = (radau[:, None] ** powers / powers) @ np.linalg.inv(radau[:, None] ** (powers - 1))


def exponent(a, peclet):
    """E of c_L/c_in = p_L exp(-E): flux ratio y = flux/(u c), from the outlet (tau = 0, y = 1) to the inlet, p = p_L + kappa tau:
    dy/dtau = kappa y/p - 3 p mu Pe y (y - 1) + 3 p^2 mu a,   E = integral of 3 p^2 mu a / y."""
    kappa = 1 - pressure_ratio
    mu = 2 / (3 * (1 + pressure_ratio))
    edges = [0.0, min(1.0, 0.2 / (3 * pressure_ratio * mu * peclet), 0.2 * pressure_ratio / kappa if kappa > 0 else 1.0)]
    while edges[-1] < 1:
        edges.append(min(1.0, 1.25 * edges[-1]))
    # h = y - 1 is what is computed: with weak dispersion it is small.
    h_end = np.zeros_like(a)
    total = np.zeros_like(a)
    for start, stop in zip(edges[:-1], edges[1:]):
        step = stop - start
        p = pressure_ratio + kappa * (start + radau * step)
        rate = 3 * p * mu * peclet
        h = np.repeat(h_end[:, None], 5, axis=1)
        for _ in range(30):
            slope = kappa / p - rate * (1 + 2 * h)
            force = kappa / p + rate * h * h + 3 * p * p * mu * a[:, None]
            matrix = np.eye(5) - step * collocation * slope[:, None, :]
            fresh = np.linalg.solve(matrix, (h_end[:, None] + step * force @ collocation.T)[:, :, None])[:, :, 0]
            change = np.max(np.abs(fresh - h))
            h = fresh
            if change <= 1e-14 * np.max(np.abs(h)):
                break
        total -= (step * collocation[-1] * 3 * p * p * mu * a[:, None] * h / (1 + h)).sum(axis=1)
        h_end = h[:, -1]
    return a * hold_up * inlet_velocity / length + total


def transfer(omega, ka, kd, dispersion):
    """Outlet over inlet concentration and p_L, times the injection, at s = i omega."""
    s = 1j * omega
    storage = s * (1 + phase_ratio * ka / (s + kd))
    if dispersion > 0:
        power = exponent(storage * length / inlet_velocity, inlet_velocity * length / dispersion)
    else:
        power = storage * hold_up
    half = 0.5 * omega * injection
    pulse = injection * np.sinc(half / np.pi) * np.exp(-1j * half)
    return pulse / (1 + s * injector_time) * np.exp(-power)


def outlet(times, ka, kd, concentration, dispersion):
    slow = phase_ratio * ka / kd
    mean = hold_up * (1 + slow)
    spread = dispersion * (1 + pressure_ratio) * hold_up * (1 + slow) ** 2 / inlet_velocity**2
    width = np.sqrt(2 * slow * hold_up / kd + spread)
    last = mean + injection + 20 * width + 45 * (injector_time + (1 / kd if ka > 0 else 0))
    last += 45 * spread / mean
    terms = 64
    while True:
        omega = 2 * np.pi * np.arange(terms + 1) / last
        # The largest frequencies decide whether there are enough.
        tail = transfer(omega[-8:], ka, kd, dispersion)
        if np.max(np.abs(tail)) < 1e-17 * injection or terms > 200000:
            break
        terms *= 2
    coefficients = np.concatenate([transfer(part, ka, kd, dispersion) for part in np.array_split(omega, 1 + terms // 1000)])
    coefficients[0] /= 2
    inside = (times > 0) & (times < last)
    result = np.zeros(len(times))
    phase = np.exp(2j * np.pi * times[inside] / last)
    total = np.zeros(phase.shape, complex)
    for coefficient in coefficients[::-1]:
        total = total * phase + coefficient
    result[inside] = pressure_ratio * concentration * 2 / last * total.real
    return result


def chromatogram(times):
    return np.stack([outlet(times, *component[1:]) for component in components], axis=1)
`
