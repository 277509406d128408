import Evaluate
import Linear
import Testing

@Suite("Measures of predictions")
struct PredictionTests {
    @Test("by hand, with three classes of which one never occurs")
    func classification() throws {
        let probabilities = Matrix(
            rows: 4, columns: 3, values: [0.7, 0.2, 0.1, 0.4, 0.5, 0.1, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1])
        let report = try ClassificationReport(probabilities: probabilities, truth: [0, 0, 1, 1])
        #expect(report.accuracy == 0.5 && report.count == 4)
        #expect(report.classes.map(\.support) == [2, 2, 0])
        #expect(report.classes[0].precision == 0.5 && report.classes[0].recall == 0.5 && report.classes[2].f1 == 0)
        // The third is neither there nor said, and does not count.
        #expect(report.macroF1 == 0.5)
        // -(ln .7 + ln .4 + ln .3 + ln .8) / 4
        #expect(abs(report.logLoss - 0.675021) < 1e-5)
        // |1 - .7| + |0 - .5| + |0 - .6| + |1 - .8|, each alone in its bin, over 4
        #expect(abs(report.calibrationError - 0.4) < 1e-6)
        #expect(report.areaUnderCurve == nil)
    }

    @Test("the area under the curve is the share of pairs in the right order, ties half")
    func area() {
        let scores = [0.1, 0.4, 0.35, 0.8, 0.35, 0.9]
        let positives = [false, false, true, true, false, true]
        var (right, pairs) = (0.0, 0.0)
        for (positive, isPositive) in zip(scores, positives) where isPositive {
            for (negative, isPositive) in zip(scores, positives) where !isPositive {
                right += positive > negative ? 1 : positive == negative ? 0.5 : 0
                pairs += 1
            }
        }
        #expect(AreaUnderCurve.of(scores, isPositive: positives) == right / pairs)
        #expect(AreaUnderCurve.of([1, 2], isPositive: [true, true]) == nil)
        #expect(AreaUnderCurve.of([0.3, 0.3], isPositive: [true, false]) == 0.5)
    }

    @Test("shapes that disagree are refused")
    func refused() {
        let matrix = Matrix(rows: 1, columns: 2, values: [0.5, 0.5])
        #expect(throws: EvaluateError.self) { try ClassificationReport(probabilities: matrix, truth: [0, 1]) }
        #expect(throws: EvaluateError.self) { try ClassificationReport(probabilities: matrix, truth: [2]) }
    }

    @Test("numbers by hand")
    func regression() {
        let report = RegressionReport(said: [1, 2, 4], truth: [1, 3, 2])
        #expect(abs(report.rootMeanSquaredError - (5.0 / 3).squareRoot()) < 1e-12 && report.meanAbsoluteError == 1)
        #expect(abs((report.correlation ?? 0) - 0.327327) < 1e-5)
        #expect(RegressionReport(said: [1, 1], truth: [1, 2]).correlation == nil)
    }
}
