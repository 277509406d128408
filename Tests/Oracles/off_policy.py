"""Expected numbers for Tests/OffPolicyTests, in plain NumPy and SciPy: estimators, intervals, reward models, and the
draws of NumPy's legacy generator.

Run: python Tests/Oracles/off_policy.py > Tests/OffPolicyTests/Estimators/OffPolicyFixture.swift && make format
"""
import numpy as np
import scipy
from scipy import optimize, stats

N, ARMS, WIDTH = 60, 4, 2
i, a = np.arange(N)[:, None], np.arange(ARMS)[None, :]
logging = 1.0 + (i * 7 + a * 11 + i * a) % 5
logging /= logging.sum(1, keepdims=True)
target = 1.0 + (i * 5 + a * 3 + i * i) % 7
target[:, 2] = np.where(np.arange(N) % 4 == 0, 0, target[:, 2])
target /= target.sum(1, keepdims=True)
action = (np.arange(N) * 13 + np.arange(N) // 3) % ARMS
reward = (np.arange(N) * 17 + action * 5) % 11 / 4 - 0.5
model = (i * 3 + a * 7) % 9 / 3 - 0.25
context = np.stack([(np.arange(N) * 29 % 23) / 8 - 1, (np.arange(N) * 31 % 19) * 10 + 5], 1)
arm_features = np.array([[0.5, -1.0], [1.0, 0.25], [-2.0, 0.5], [0.0, 3.0]])
click = ((np.arange(N) * 5 + action * 3) % 7 < 3).astype(float)

rows = np.arange(N)
w = target[rows, action] / logging[rows, action]
direct = (target * model).sum(1)
residual = reward - model[rows, action]


def plain(u, use_model):
    terms = (direct if use_model else 0) + u * (residual if use_model else reward)
    return terms.mean(), terms - terms.mean(), u


def normalised(use_model):
    base = direct if use_model else np.zeros(N)
    err = residual if use_model else reward
    c = (w * err).sum() / w.sum()
    return base.mean() + c, base - base.mean() + w * (err - c) / w.mean(), w


estimators = {
    "dm": (direct.mean(), direct - direct.mean(), None),
    "ips": plain(w, False),
    "ips(limit=1.5)": plain(np.minimum(w, 1.5), False),
    "snips": normalised(False),
    "dr": plain(w, True),
    "dr(limit=1.5)": plain(np.minimum(w, 1.5), True),
    "sndr": normalised(True),
    "switch-dr(threshold=1.5)": plain(np.where(w <= 1.5, w, 0), True),
    "dros(strength=2)": plain(2 * w / (w * w + 2), True),
}

print(f"/// Printed by `Tests/Oracles/off_policy.py` with NumPy {np.__version__} and SciPy {scipy.__version__}.")
print("enum OffPolicyFixture {")
print("    struct Expected: Sendable {\n        var name: String\n        var value, standardError, ess, low, high: Double\n        var bernsteinReach: Double\n    }")
print("    /// 95 % intervals; the Bernstein reach is for terms within an interval of length 7.")
print("    static let estimators: [Expected] = [")
for name, (value, influence, u) in estimators.items():
    error = influence.std(ddof=1) / np.sqrt(N)
    ess = N if u is None else u.sum() ** 2 / (u * u).sum()
    reach = stats.t.ppf(0.975, ess - 1) * error
    log = np.log(4 / 0.05)
    bernstein = np.sqrt(2 * influence.var(ddof=1) * log / N) + 7 * 7 * log / (3 * (N - 1))
    numbers = ", ".join(f"{k}: {float(v)!r}" for k, v in dict(
        value=value, standardError=error, ess=ess, low=value - reach, high=value + reach, bernsteinReach=bernstein).items())
    print(f'        Expected(name: "{name}", {numbers}),')
print("    ]")

# Reward models, fitted on the first 45 decisions, predicted at the next three.
train, test, penalty = np.arange(45), [45, 46, 47], 0.7
mean, deviation = context[train].mean(0), context[train].std(0)
x = np.c_[np.ones(N), (context - mean) / deviation]
z = (arm_features - arm_features.mean(0)) / arm_features.std(0)


def shared_row(row, arm):
    parts = [x[row]] + [x[row] * z[arm, f] for f in range(2)]
    return np.concatenate(parts + [np.eye(ARMS)[arm]])


def per_arm_row(row, arm):
    return np.kron(np.eye(ARMS)[arm], x[row])


def ridge(row):
    design = np.array([row(k, action[k]) for k in train])
    base = reward[train].mean()
    beta = np.linalg.solve(design.T @ design + penalty * np.eye(design.shape[1]), design.T @ (reward[train] - base))
    return [[base + row(k, arm) @ beta for arm in range(ARMS)] for k in test]


def logistic(row):
    design = np.array([row(k, action[k]) for k in train])
    rate = (click[train].sum() + 0.5) / (len(train) + 1)
    base = np.log(rate / (1 - rate))

    def objective(beta):
        eta = base + design @ beta
        p = 1 / (1 + np.exp(-eta))
        return (np.logaddexp(0, eta) - click[train] * eta).sum() + penalty / 2 * beta @ beta, design.T @ (p - click[train]) + penalty * beta

    beta = optimize.minimize(objective, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", options=dict(ftol=1e-15, gtol=1e-10, maxiter=10000)).x
    return [[1 / (1 + np.exp(-(base + row(k, arm) @ beta))) for arm in range(ARMS)] for k in test]


for name, rows_ in dict(
        ridgePerArm=ridge(per_arm_row), ridgeShared=ridge(shared_row), logisticPerArm=logistic(per_arm_row),
        logisticShared=logistic(shared_row)).items():
    print(f"    /// Predictions for decisions 45, 46 and 47 of a model of the 45 before.\n    static let {name}: [Double] = [")
    for row in rows_:
        print("        " + ", ".join(repr(float(v)) for v in row) + ",")
    print("    ]")

draws = np.random.RandomState(7)
print(f"    static let uniforms: [Double] = {[float(v) for v in draws.uniform(-1, 1, 3)]}")
print(f"    static let normals: [Double] = {[float(v) for v in draws.normal(size=5)]}")
print(f"    static let trials: [Int] = {[int(v) for v in draws.binomial(n=1, p=np.linspace(0.05, 0.95, 19))]}")
draws.uniform(size=700)
print(f"    static let later: Double = {float(draws.uniform())!r}")
print("}")
