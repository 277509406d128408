"""Expected numbers for Tests/LinearTests/StatisticsTests.swift.

Run: python Tests/Oracles/student_t.py > Tests/LinearTests/StudentTFixture.swift && make format
"""
import scipy
from scipy import stats

CASES = [
    (0.0, 5), (0.5, 1), (1.0, 2), (2.0, 10), (2.776445, 4), (1.96, 22362), (5.0, 30), (0.01, 1000), (12.0, 100),
]

print(f"/// Printed by `Tests/Oracles/student_t.py` with SciPy {scipy.__version__}.")
print("enum StudentTFixture {")
print("    static let cases: [(t: Double, df: Double, p: Double)] = [")
for t, df in CASES:
    print(f"        ({t}, {df}, {float(2 * stats.t.sf(t, df))!r}),")
print("    ]\n}")
