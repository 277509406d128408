public import Linear

/// How well probabilities of classes agree with what the classes were.
public struct ClassificationReport: Sendable, Hashable, Codable {
    /// One class beside all others.
    public struct Class: Sendable, Hashable, Codable {
        /// Examples of it.
        public var support: Int
        /// Of those said to be of it, the share that were; 0 when none was.
        public var precision: Double
        /// Of those of it, the share that was found; 0 when there are none.
        public var recall: Double
        /// The harmonic mean of the two.
        public var f1: Double
    }

    public var count: Int
    /// The share whose likeliest class is the right one.
    public var accuracy: Double
    /// The mean F1 of the classes that occur or were said.
    public var macroF1: Double
    /// The mean of `-log p` of the right class, in nats; probabilities below 1e-15 count as that.
    public var logLoss: Double
    /// Expected calibration error: see `CalibrationError`.
    public var calibrationError: Double
    /// Of two classes: the probability that a random example of the second gets more than one of the first.
    public var areaUnderCurve: Double?
    public var classes: [Class]

    /// O(examples × classes).
    ///
    /// - Parameters:
    ///   - probabilities: [examples, classes], rows that add up to 1.
    ///   - truth: the right class of each example.
    /// - Throws: `EvaluateError` `classification.shape` when there are none, or as many classes as rows differ.
    public init(probabilities: Matrix, truth: [Int]) throws {
        let kinds = probabilities.columns
        guard probabilities.rows == truth.count, !truth.isEmpty, truth.allSatisfy({ (0..<kinds).contains($0) }) else {
            throw EvaluateError(
                code: "classification.shape",
                message: "\(probabilities.rows) rows of \(kinds) probabilities and \(truth.count) classes: "
                    + "there must be as many of both, one at least, and classes in 0..<\(kinds)")
        }
        let said = truth.indices.map { row in
            let values = probabilities[row: row]
            return (values.indices.max { values[$0] < values[$1] } ?? values.startIndex) - values.startIndex
        }
        count = truth.count
        var (right, support, saidOf) = (
            Array(repeating: 0, count: kinds), Array(repeating: 0, count: kinds), Array(repeating: 0, count: kinds)
        )
        for (truth, said) in zip(truth, said) {
            support[truth] += 1
            saidOf[said] += 1
            if truth == said { right[truth] += 1 }
        }
        classes = (0..<kinds).map { kind in
            func share(_ whole: Int) -> Double { whole == 0 ? 0 : Double(right[kind]) / Double(whole) }
            return Class(
                support: support[kind], precision: share(saidOf[kind]), recall: share(support[kind]),
                f1: share(support[kind] + saidOf[kind]) * 2)
        }
        accuracy = Double(right.reduce(0, +)) / Double(count)
        let seen = (0..<kinds).filter { support[$0] + saidOf[$0] > 0 }
        macroF1 = seen.map { [classes] in classes[$0].f1 }.reduce(0, +) / Double(seen.count)
        logLoss =
            truth.enumerated().map { -max(1e-15, Double(probabilities[$0, $1])).logarithm }.reduce(0, +)
            / Double(truth.count)
        calibrationError = CalibrationError.expected(
            confidence: said.enumerated().map { Double(probabilities[$0, $1]) },
            isRight: zip(said, truth).map { $0 == $1 })
        areaUnderCurve =
            kinds == 2
            ? AreaUnderCurve.of(
                truth.indices.map { Double(probabilities[$0, 1]) }, isPositive: truth.map { $0 == 1 }) : nil
    }
}
