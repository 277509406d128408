"""Expected numbers for Tests/OffPolicyTests/Synthetic/StudyTests.swift: the synthetic example of the Open Bandit Pipeline
0.5.5 on a smaller problem, written anew in NumPy and scikit-learn.

With `python Tests/Oracles/open_bandit.py 0 20 10000 30 5` it repeats the example's published setting instead, and prints
mean, standard deviation and standard error of the relative errors over the seeds 0 to 19 (ipw .009481, snipw .006665,
dr .00618; published: .009481, .006665, .006175).

Run: python Tests/Oracles/open_bandit.py > Tests/OffPolicyTests/Synthetic/OpenBanditFixture.swift && make format
"""
import sys

import numpy as np
import sklearn
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold


def truth(contexts, arms, seed):
    random, width = np.random.RandomState(seed), contexts.shape[1]
    common, offsets = random.uniform(-1, 1, 1 + width), random.uniform(-1, 1, 1 + arms)
    products = random.uniform(-1, 1, (1 + width, 1 + arms))
    x = np.c_[np.ones(len(contexts)), contexts]
    z = np.c_[np.ones(arms), np.eye(arms)]
    logits = (x @ common)[:, None] + z @ offsets + x @ products @ z.T
    return expit((logits - logits.mean()) / logits.std())


def draw(random, count, arms, width, seed):
    contexts = random.normal(size=(count, width))
    q = truth(contexts, arms, seed)
    logging = softmax(-3 * q, axis=1)
    points = np.random.RandomState(seed).uniform(size=count)
    actions = (logging.cumsum(1) > points[:, None]).argmax(1)
    rewards = random.binomial(n=1, p=q[np.arange(count), actions])
    return contexts, q, logging[np.arange(count), actions], actions, rewards


def errors(seed, count, arms, width):
    random = np.random.RandomState(seed)
    x0, _, p0, a0, r0 = draw(random, count, arms, width, seed)
    x, q, p, a, r = draw(random, count, arms, width, seed)
    learner = LogisticRegression(max_iter=10000, C=100, tol=1e-8).fit(x0, a0, sample_weight=r0 / p0)
    shares = np.zeros((count, arms))
    shares[:, learner.classes_] = learner.predict_proba(x)
    target = softmax(shares, axis=1)
    model, hot, rows = np.zeros((count, arms)), np.eye(arms), np.arange(count)
    for fit, held in KFold(3, shuffle=True, random_state=12345).split(x):
        line = LogisticRegression(max_iter=10000, C=100).fit(np.c_[x[fit], hot[a[fit]]], r[fit])
        slopes = line.coef_[0]
        model[held] = expit((x[held] @ slopes[:width] + line.intercept_)[:, None] + slopes[width:])
    value, w = (target * q).sum(1).mean(), target[rows, a] / p
    direct, residual = (target * model).sum(1), r - model[rows, a]
    estimates = dict(dm=direct.mean(), ips=(w * r).mean(), snips=(w * r).sum() / w.sum(), dr=(direct + w * residual).mean())
    return {name: abs(estimate - value) / value for name, estimate in estimates.items()}


if len(sys.argv) > 1:
    first, last, count, arms, width = map(int, sys.argv[1:])
    found = [errors(seed, count, arms, width) for seed in range(first, last)]
    for name in found[0]:
        values = np.array([run[name] for run in found])
        deviation = values.std(ddof=1)
        print(f"{name} {values.mean():.6f} sd {deviation:.6f} se {deviation / len(values) ** 0.5:.6f}")
else:
    found = [errors(seed, 800, 6, 3) for seed in range(3)]
    print(f"/// Printed by `Tests/Oracles/open_bandit.py` with NumPy {np.__version__} and scikit-learn {sklearn.__version__}.")
    print("enum OpenBanditFixture {")
    print("    /// Relative errors at 800 decisions, 6 arms and 3 features, for seeds 0, 1 and 2.")
    for name in ["ips", "snips"]:
        print(f"    static let {name}: [Double] = {[float(run[name]) for run in found]}")
    print("}")
