/** Python for competitive Langmuir columns: the method of lines, conservative, in the coordinate in which the gas moves evenly. */
export const scipyMethodOfLines = `
cells = 400
names = [component[0] for component in components]
ka, kd, feed, dispersion, capacity = np.array([component[1:] for component in components]).T
count = len(names)
# omega = integral of p dx: there every gas front moves with the inlet velocity, and p^3 falls linearly.
omega_end = hold_up * inlet_velocity
width = omega_end / cells
faces = width * np.arange(cells + 1)
middles = faces[:-1] + width / 2
pressure = lambda omega: np.cbrt(1 - (1 - pressure_ratio**3) * omega / omega_end)
p = pressure(middles)[:, None]


def inlet(t):
    if injector_time == 0:
        return 1.0 if 0 <= t < injection else 0.0
    filling = -np.expm1(-min(max(t, 0.0), injection) / injector_time)
    return filling * np.exp(-max(t - injection, 0.0) / injector_time)


def faces_of(f):
    """WENO-Z of order 5: values at the downstream faces."""
    a, b, c, d, e = [np.pad(f, ((2, 2), (0, 0)), mode="edge")[k : k + cells] for k in range(5)]
    smooth = [
        13 / 12 * (a - 2 * b + c) ** 2 + (a - 4 * b + 3 * c) ** 2 / 4,
        13 / 12 * (b - 2 * c + d) ** 2 + (b - d) ** 2 / 4,
        13 / 12 * (c - 2 * d + e) ** 2 + (3 * c - 4 * d + e) ** 2 / 4,
    ]
    tau = np.abs(smooth[0] - smooth[2])
    tiny = 1e-16 * feed**2 + 1e-300
    weight = [k * (1 + (tau / (s + tiny)) ** 2) for k, s in zip((0.1, 0.6, 0.3), smooth)]
    value = weight[0] * (2 * a - 7 * b + 11 * c) + weight[1] * (-b + 5 * c + 2 * d) + weight[2] * (2 * c + 5 * d - e)
    return value / (6 * sum(weight))


def rates(t, state):
    """u c = u0 f with f = c/p; with dispersion the flux is u0 f - D0 c_omega. Per cell the amount is c dx = f d(omega)."""
    both = state.reshape(cells, 2, count)
    f, q = both[:, 0], both[:, 1]
    flux = np.empty((cells + 1, count))
    flux[0] = inlet_velocity * feed * inlet(t)
    flux[1:] = inlet_velocity * faces_of(f)
    flux[1:-1] -= dispersion * np.diff(p * f, axis=0) / width
    uptake = ka * p * f * (1 - (q / capacity).sum(axis=1)[:, None]) - kd * q
    change = np.empty_like(both)
    # The film of a cell holds alpha q dx = alpha q d(omega)/p.
    change[:, 0] = -np.diff(flux, axis=0) / width - phase_ratio * uptake / p
    change[:, 1] = uptake
    return change.ravel()


def chromatogram(times):
    state = np.zeros(2 * count * cells)
    result = np.zeros((len(times), count))
    band = 2 * count
    # A new start at the switch of the injection: an integrator must not step over it.
    limits = [times[0] if times[0] < 0 else 0.0, injection, max(times[-1], injection)]
    scale = float(np.max(feed)) or 1.0
    for start, stop in zip(limits[:-1], limits[1:]):
        chosen = (times > start) & (times <= stop) if start > 0 else (times >= start) & (times <= stop)
        if stop <= start:
            continue
        wanted = np.unique(np.append(times[chosen], stop))
        solution = solve_ivp(rates, (start, stop), state, method="LSODA", t_eval=wanted, rtol=1e-7, atol=1e-10 * scale,
                             lband=2 * band, uband=2 * band)
        if not solution.success:
            raise RuntimeError(solution.message)
        outlet = solution.y.reshape(cells, 2, count, -1)[-1, 0] * pressure_ratio
        result[chosen] = outlet[:, np.searchsorted(wanted, times[chosen])].T
        state = solution.y[:, -1]
    return result
`
