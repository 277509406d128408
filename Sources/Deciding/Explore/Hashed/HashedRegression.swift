import Foundation

/// A linear regression on hashed sparse features that learns one example at a time, at a rate of its own for every
/// feature.
///
/// Squared loss; the update of Ross, Mineiro and Langford ("Normalized online learning", UAI 2013: algorithm 3, with the
/// adaptive rates of Duchi et al.), made invariant to importance weights by Karampatziakis and Langford ("Online importance
/// weight aware updates", UAI 2011): an example of weight 2 moves the prediction as two examples would, and never past its
/// target. Scales of features need not be known beforehand: a feature's weight is rescaled when a larger value appears.
///
/// Shape of the table: [slots, 4] single precision in one buffer: weight, sum of squared gradients, largest value seen,
/// and the current example's rate. O(features and products) for an update or a prediction, no allocation.
public struct HashedRegression: Sendable {
    /// The table has two to this power of slots.
    public let bits: Int
    public let learningRate: Double
    public let interactions: FeatureInteractions
    private let mask: UInt32
    private var table: [Float]
    /// Sum of weight, and of weight times the squared length of examples in units of each feature's largest value.
    private var totalWeight = 0.0
    private var totalLength = 0.0
    private var seen: ClosedRange<Float> = 0...0
    /// Updates made.
    public private(set) var updates = 0

    /// - Parameters:
    ///   - bits: in 1 ... 28; 18 are 4 MB.
    ///   - learningRate: positive; how far one example of a fresh model moves towards its target.
    /// - Throws: ``ExploreError`` `parameter`.
    public init(
        bits: Int = 18, learningRate: Double = 0.5, interactions: FeatureInteractions = .sharedByAction
    ) throws {
        try ExploreError.check((1...28).contains(bits), "HashedRegression.bits", "in 1 ... 28", got: bits)
        try ExploreError.check(
            learningRate > 0 && learningRate.isFinite, "HashedRegression.learningRate", "positive", got: learningRate)
        self.bits = bits
        self.learningRate = learningRate
        self.interactions = interactions
        mask = UInt32(1) << UInt32(bits) - 1
        table = Array(repeating: 0, count: 4 << bits)
    }

    /// From the smallest to the largest target so far, and 0; in the gradient a prediction outside counts as the nearest.
    public var targets: ClosedRange<Double> { Double(seen.lowerBound)...Double(seen.upperBound) }

    /// Expected reward of each action, into `scores`, which is made as long as there are actions.
    public func score(_ choice: HashedChoice, into scores: inout [Float]) {
        scores.removeAll(keepingCapacity: true)
        table.withUnsafeBufferPointer { table in
            HashedWalk.over(choice, interactions, mask: mask) { walk in
                var common: Float = 0
                walk.shared { slot, value in common += table[4 * slot] * value }
                for action in 0..<choice.count {
                    var sum = common
                    walk.action(action) { slot, value in sum += table[4 * slot] * value }
                    scores.append(sum)
                }
            }
        }
    }

    /// Expected reward of one action.
    public func score(_ choice: HashedChoice, action: Int) -> Float {
        table.withUnsafeBufferPointer { table in
            HashedWalk.over(choice, interactions, mask: mask) { walk in
                var sum: Float = 0
                walk.shared { slot, value in sum += table[4 * slot] * value }
                walk.action(action) { slot, value in sum += table[4 * slot] * value }
                return sum
            }
        }
    }

    /// Moves the prediction for one action towards a target.
    ///
    /// - Parameters:
    ///   - prediction: what ``score(_:into:)`` says of the action now.
    ///   - weight: how many examples it counts for; positive and finite.
    /// - Precondition: target and weight are finite, the weight is positive.
    public mutating func learn(
        _ choice: HashedChoice, action: Int, prediction: Float, target: Float, weight: Float = 1
    ) {
        precondition(target.isFinite && weight.isFinite && weight > 0, "HashedRegression.learn needs finite numbers")
        seen = min(seen.lowerBound, target)...max(seen.upperBound, target)
        updates += 1
        let clipped = min(max(prediction, seen.lowerBound), seen.upperBound)
        let error = target - clipped
        guard error != 0 else { return }
        let squaredGradient = weight * 4 * error * error
        let (interactions, mask) = (interactions, mask)
        table.withUnsafeMutableBufferPointer { table in
            HashedWalk.over(choice, interactions, mask: mask) { walk in
                var (sensitivity, length): (Float, Float) = (0, 0)
                func prepare(_ slot: Int, _ value: Float) {
                    let magnitude = max(abs(value), Self.smallest)
                    let square = magnitude * magnitude
                    let entry = table.baseAddress.unsafelyUnwrapped + 4 * slot
                    entry[1] += squaredGradient * square
                    if magnitude > entry[2] {
                        if entry[2] > 0 { entry[0] *= entry[2] / magnitude }
                        entry[2] = magnitude
                    }
                    length += square / (entry[2] * entry[2])
                    entry[3] = 1 / (entry[1].squareRoot() * entry[2])
                    sensitivity += square * entry[3]
                }
                walk.shared(prepare)
                walk.action(action, prepare)
                totalWeight += Double(weight)
                totalLength += Double(weight) * Double(length)
                let scale = Float((totalWeight / totalLength).squareRoot())
                let step =
                    Self.step(error, rate: Float(learningRate) * weight, sensitivity: sensitivity * scale) * scale
                func move(_ slot: Int, _ value: Float) {
                    let entry = table.baseAddress.unsafelyUnwrapped + 4 * slot
                    entry[0] += step * value * entry[3]
                }
                walk.shared(move)
                walk.action(action, move)
            }
        }
    }

    /// Smaller values would make rates infinite.
    private static let smallest: Float = 1.084202e-19

    /// How far to go so that the prediction moves by `error * (1 - exp(-2 * rate * sensitivity))`.
    private static func step(_ error: Float, rate: Float, sensitivity: Float) -> Float {
        guard rate * sensitivity >= 1e-6 else { return 2 * error * rate }
        return error * -expm1f(-2 * rate * sensitivity) / sensitivity
    }
}
