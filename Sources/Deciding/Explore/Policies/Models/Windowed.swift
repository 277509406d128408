public import Commerce
public import Linear

/// A model of the last `size` answers alone.
///
/// The oldest answer is taken back as a new one comes in. What rounding leaves behind does not pile up: after every
/// `size` answers the model is learned anew from those in the window, so an update costs twice the model's own, on
/// average, and the window's worth of them once in a while.
public struct Windowed<Model: UnlearningModel>: OnlineRewardModel {
    public let size: Int
    public private(set) var model: Model
    /// The answers in the window; once it is full, the oldest is at ``oldest``.
    private var answers: [Feedback]
    private var oldest: Int

    /// - Throws: ``ExploreError`` `parameter` unless the window has at least one answer and the model does not forget.
    public init(_ model: Model, size: Int) throws {
        try ExploreError.check(size >= 1, "Windowed.size", "at least 1", got: size)
        try ExploreError.check(
            model.forgetting == .never, "Windowed.model.forgetting", "never: a window forgets in its own way",
            got: model.forgetting)
        self.size = size
        self.model = model.fresh
        answers = []
        oldest = 0
    }

    public var version: String { "window(\(model.version),size=\(size))" }
    public var forgetting: Forgetting { .never }

    public func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions {
        try model.scores(of: actions, in: context)
    }

    public func check(_ feedback: Feedback) throws { try model.check(feedback) }

    public mutating func update(with feedback: Feedback) throws {
        try model.update(with: feedback)
        guard answers.count == size else {
            answers.append(feedback)
            return
        }
        let leaving = answers[oldest]
        answers[oldest] = feedback
        oldest = (oldest + 1) % size
        if oldest == 0 || !model.remove(leaving) { try relearn() }
    }

    private mutating func relearn() throws {
        var model = model.fresh
        for feedback in answers[oldest...] + answers[..<oldest] { try model.update(with: feedback) }
        self.model = model
    }
}

extension Windowed: PosteriorModel where Model: PosteriorModel {
    public func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try model.chancesOfBest(among: actions, in: context, draws: draws, using: &generator)
    }
}

extension Windowed: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        model.store(into: &bundle, as: "\(name).model")
        bundle.store([Int64(size), Int64(oldest)], as: "\(name).window")
        bundle.store(answers.map(\.key), as: "\(name).keys")
        bundle.store(answers.map(\.context.time.milliseconds), as: "\(name).times")
        bundle.store(answers.flatMap { [$0.reward, $0.weight] }, shape: [answers.count, 2], as: "\(name).answers")
        bundle.store(answers.flatMap(\.features), as: "\(name).features")
        bundle.store(answers.flatMap(\.context.features), as: "\(name).context")
        let widths = answers.flatMap { [Int64($0.features.count), Int64($0.context.features.count)] }
        bundle.store(widths, as: "\(name).widths")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let window = try bundle.int64s("\(name).window")
        let keys = try bundle.int32s("\(name).keys")
        let times = try bundle.int64s("\(name).times")
        let numbers = try bundle.finiteDoubles("\(name).answers", count: 2 * keys.count)
        let widths = try bundle.int64s("\(name).widths")
        try bundle.require(
            window.count == 2 && window[0] >= 1 && keys.count <= Int(window[0])
                && (window[1] == 0 || (keys.count == Int(window[0]) && window[1] > 0 && window[1] < window[0]))
                && times.count == keys.count && widths.count == 2 * keys.count, "\(name).window",
            "does not fit its answers")
        var features = try bundle.floats("\(name).features")[...]
        var contexts = try bundle.floats("\(name).context")[...]
        size = Int(window[0])
        oldest = Int(window[1])
        model = try Model(from: bundle, as: "\(name).model")
        answers = []
        for place in keys.indices {
            let own = Int(clamping: widths[2 * place])
            let shared = Int(clamping: widths[2 * place + 1])
            try bundle.require(
                own >= 0 && own <= features.count && shared >= 0 && shared <= contexts.count, "\(name).widths",
                "does not fit its features")
            let feedback = Feedback(
                context: DecisionContext(
                    time: Timestamp(milliseconds: times[place]), features: Array(contexts.prefix(shared))),
                key: keys[place], features: Array(features.prefix(own)), reward: numbers[2 * place],
                weight: numbers[2 * place + 1])
            try model.check(feedback)
            answers.append(feedback)
            features = features.dropFirst(own)
            contexts = contexts.dropFirst(shared)
        }
    }
}
