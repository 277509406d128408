/// How far a training is, and how fast it goes: the numbers of a progress line.
public struct TrainingProgress: Sendable, Equatable {
    public let total: Int
    public private(set) var steps = 0
    /// A running mean of the losses in which the last fifty or so count most.
    public private(set) var loss: Double?
    public private(set) var examples = 0
    private var started: Double
    private var now: Double

    /// - Parameter seconds: a clock's reading; only differences matter.
    public init(total: Int, at seconds: Double) {
        self.total = total
        started = seconds
        now = seconds
    }

    public mutating func advance(loss: Double, examples: Int, at seconds: Double) {
        steps += 1
        self.examples += examples
        now = seconds
        // The plain mean at first, so that the first loss does not count for ever.
        let share = max(1 / Double(steps), 0.02)
        self.loss = (self.loss ?? 0) * (1 - share) + loss * share
    }

    /// Examples per second; nil until time has passed.
    public var rate: Double? { now > started ? Double(examples) / (now - started) : nil }

    /// Seconds until the last step, if the rest goes as fast; nil before the first.
    public var secondsLeft: Double? {
        steps > 0 ? (now - started) / Double(steps) * Double(max(0, total - steps)) : nil
    }
}
