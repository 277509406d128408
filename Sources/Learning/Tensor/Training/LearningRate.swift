import Foundation

/// The learning rate of each step: up in a line from 0, then down, or not, to the end.
public struct LearningRate: Sendable, Equatable {
    public enum Descent: String, Sendable, CaseIterable {
        case constant
        /// In a line to 0.
        case linear
        /// Half a cosine wave to 0.
        case cosine
    }

    public let peak: Double
    public let warmUp: Int
    public let total: Int
    public let descent: Descent

    /// - Parameters:
    ///   - peak: reached after `warmUp` steps.
    ///   - total: steps in all; from there on the rate is that of the end.
    /// - Throws: code `parameter`.
    public init(peak: Double, warmUp: Int = 0, total: Int, descent: Descent = .linear) throws {
        try TensorError.check(peak > 0 && peak.isFinite, "LearningRate.peak", "positive", got: peak)
        try TensorError.check(total > 0, "LearningRate.total", "at least 1", got: total)
        try TensorError.check((0...total).contains(warmUp), "LearningRate.warmUp", "in 0...\(total)", got: warmUp)
        self.peak = peak
        self.warmUp = warmUp
        self.total = total
        self.descent = descent
    }

    /// The rate of a step, counted from 0. Step 0 of a warm-up has rate 0, as in `transformers`.
    public func rate(at step: Int) -> Double {
        if step < warmUp { return peak * Double(step) / Double(warmUp) }
        let share = min(1, Double(step - warmUp) / Double(max(1, total - warmUp)))
        return switch descent {
        case .constant: peak
        case .linear: peak * (1 - share)
        case .cosine: peak * 0.5 * (1 + cos(.pi * share))
        }
    }
}
