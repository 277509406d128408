/// Printed by `Tests/Oracles/open_bandit.py` with NumPy 2.4.6 and scikit-learn 1.9.1.
enum OpenBanditFixture {
    /// Relative errors at 800 decisions, 6 arms and 3 features, for seeds 0, 1 and 2.
    static let ips: [Double] = [0.12118819798884008, 0.020296903257702944, 0.01887592121201222]
    static let snips: [Double] = [0.09654235501604498, 0.01654926575007224, 0.0031888494802696076]
}
