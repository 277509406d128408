import Foundation

/// A fitted line over the context for each arm, through a link.
struct LineRewards: FittedRewardModel {
    enum Link: Sendable { case identity, logistic }

    let link: Link
    let width: Int
    /// Shape [arms, 1 + width].
    let lines: [Double]

    /// O(arms * width).
    func predict(_ context: UnsafeBufferPointer<Float>, into rewards: UnsafeMutableBufferPointer<Double>) {
        lines.withUnsafeBufferPointer { lines in
            for arm in rewards.indices {
                let start = arm * (1 + width)
                var sum = lines[start]
                for feature in 0..<width { sum += lines[start + 1 + feature] * Double(context[feature]) }
                rewards[arm] = link == .identity ? sum : Self.logistic(sum)
            }
        }
    }

    @inline(__always)
    static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
