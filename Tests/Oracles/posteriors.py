"""Expected numbers for Tests/ExploreTests/Posteriors and Policies, by NumPy and SciPy.

Run: python Tests/Oracles/posteriors.py > Tests/ExploreTests/PosteriorFixture.swift && make format
"""
import numpy as np
import scipy
from scipy import integrate, optimize, special, stats

ROWS, WIDTH = 60, 5


def feature(i, j):
    return 1.0 if j == 0 else ((i * 37 + j * 101 + i * j * 13) % 64 - 32) / 16


def text(values):
    return "[" + ", ".join(repr(float(v)) for v in np.ravel(values)) + "]"


def linear():
    x = np.array([[feature(i, j) for j in range(WIDTH)] for i in range(ROWS)])
    r = np.array([((i * 53) % 41 - 20) / 8 + 0.5 * x[i, 1] - x[i, 3] for i in range(ROWS)])
    w = np.array([0.5 + (i % 4) / 2 for i in range(ROWS)])
    m, d = np.array([0.25, 0, -0.5, 0, 1]), np.array([0.5, 1, 2, 4, 8])
    a = np.diag(d) + x.T @ (w[:, None] * x)
    mean = np.linalg.solve(a, d * m + x.T @ (w * r))
    worth, initial = 3.0, 2.0
    # The marginal scale of the normal-inverse-gamma posterior, residual by residual.
    residuals = np.sum(w * (r - x @ mean) ** 2) + np.sum(d * (mean - m) ** 2)
    noise = (worth * initial + residuals) / (worth + w.sum())
    probe = np.array([feature(100, j) for j in range(WIDTH)])
    return mean, noise, probe @ mean, noise * probe @ np.linalg.solve(a, probe)


def best_beta(parameters):
    def chance(i):
        def inner(t):
            x, y = special.expit(t), special.expit(-t)
            a, b = parameters[i]
            value = np.exp(a * np.log(x) + b * np.log(y) - special.betaln(a, b))
            for j, (c, d) in enumerate(parameters):
                if j != i:
                    value *= special.betainc(c, d, x)
            return value
        points = sorted({float(np.log(a / b)) for a, b in parameters})
        edges = [-700.0] + sorted(p + s * k for p in points for s in (-1, 1) for k in (0, .01, .1, .5, 1, 3, 9)) + [700.0]
        return sum(integrate.quad(inner, lo, hi, epsabs=1e-14, epsrel=1e-12, limit=400)[0]
                   for lo, hi in zip(edges, edges[1:]) if hi > lo)
    return [chance(i) for i in range(len(parameters))]


def best_normal(means, deviations):
    def chance(i):
        def inner(t):
            value = stats.norm.pdf(t, means[i], deviations[i])
            for j in range(len(means)):
                if j != i:
                    value *= stats.norm.cdf(t, means[j], deviations[j])
            return value
        edges = sorted(m + s * k for m, s in zip(means, deviations) for k in (-12, -6, -3, -1, 0, 1, 3, 6, 12))
        return sum(integrate.quad(inner, lo, hi, epsabs=1e-14, epsrel=1e-12, limit=400)[0]
                   for lo, hi in zip(edges, edges[1:]) if hi > lo)
    return [chance(i) for i in range(len(means))]


def chance_moments(mean, variance):
    s = np.sqrt(variance)
    moment = lambda k: integrate.quad(
        lambda z: special.expit(mean + s * z) ** k * stats.norm.pdf(z), -12, 12, epsabs=1e-13, limit=400)[0]
    first = moment(1)
    return first, moment(2) - first ** 2


def logistic_mode(linear, square, reward, weight):
    return optimize.brentq(
        lambda z: z - linear - square * weight * (reward - special.expit(z)), -1e4, 1e4, xtol=1e-13, rtol=1e-15)


print(f"/// Printed by `Tests/Oracles/posteriors.py` with NumPy {np.__version__} and SciPy {scipy.__version__}.")
print("enum PosteriorFixture {")
mean, noise, probe_mean, probe_variance = linear()
print(f"    static let mean: [Double] = {text(mean)}")
print(f"    static let noise = {float(noise)!r}")
print(f"    static let probe: (mean: Double, variance: Double) = ({float(probe_mean)!r}, {float(probe_variance)!r})")
print("    static let bestBeta: [(parameters: [(Double, Double)], chances: [Double])] = [")
for case in [
    [(1, 1), (1, 1)], [(3, 5), (2, 9), (8, 4)], [(0.5, 0.5), (1, 3), (0.3, 0.2)], [(2000, 38000), (11, 190), (1, 1)],
    [(1e5, 9e5), (100200, 899800), (50, 400)], [(0.01, 1), (0.02, 1), (0.01, 5)],
]:
    print(f"        ([{', '.join(f'({a!r}, {b!r})' for a, b in case)}], {text(best_beta(case))}),")
print("    ]")
print("    static let bestNormal: [(means: [Double], variances: [Double], chances: [Double])] = [")
for means, deviations in [
    ([0, 0], [1, 1]), ([0.1, 0.5, -0.2, 0.4], [1, 0.3, 2, 0.05]), ([5, 5.001, 4.9], [1e-3, 2e-3, 0.1]),
    ([0, 1, 2, 3, 4, 5, 6], [3, 2.5, 2, 1.5, 1, 0.5, 0.25]), ([1000, 1000.5], [0.5, 0.01]), ([0, 8], [1, 1]),
]:
    variances = [d * d for d in deviations]
    print(f"        ({text(means)}, {text(variances)}, {text(best_normal(means, np.sqrt(variances)))}),")
print("    ]")
print("    static let chances: [(mean: Double, variance: Double, chance: Double, spread: Double)] = [")
for m, v in [(0, 0), (0, 1), (1.5, 0.5), (-3, 2), (-4.6, 1), (2, 9), (-5, 0.01)]:
    print(f"        ({m}, {v}, {float(chance_moments(m, v)[0])!r}, {float(chance_moments(m, v)[1])!r}),")
print("    ]")
print("    static let modes: [(linear: Double, square: Double, reward: Double, weight: Double, mode: Double)] = [")
for case in [(0, 1, 1, 1), (-2, 4, 1, 1), (3, 0.5, 0, 2), (0.5, 2, 0.3, 1), (-40, 900, 1, 1), (30, 1e4, 0, 50), (0, 1e-9, 1, 1)]:
    print(f"        ({', '.join(repr(float(c)) for c in case)}, {float(logistic_mode(*case))!r}),")
print("    ]\n}")
