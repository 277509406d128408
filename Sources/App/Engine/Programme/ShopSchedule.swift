public import Commerce

/// What is to be done at set times.
public struct ShopSchedule: Sendable, Hashable, Codable {
    /// Dials to be turned.
    public struct Turn: Sendable, Hashable, Codable {
        public var at: Timestamp
        /// What is left out stays as it is then.
        public var policy: String?
        public var familiarity: Double?
        public var shared: Double?
        public var windowSeconds: Double?

        /// - Throws: ``EngineError`` `dials.range`, `policy.unknown`, `ExploreError` `parameter`.
        func laid(over dials: LiveDials) throws -> LiveDials {
            let old = dials.consistency
            return LiveDials(
                policy: try policy.map(PolicyChoice.init) ?? dials.policy,
                consistency: try ConsistencyDials(
                    familiarity: familiarity ?? old.familiarity, shared: shared ?? old.shared,
                    windowSeconds: windowSeconds ?? old.windowSeconds))
        }
    }

    /// When models are trained again.
    public struct Training: Sendable, Hashable, Codable {
        /// After the last training began; nothing for never.
        public var everyHours: Double?
        /// As soon as drift is found.
        public var afterDrift: Bool?
        /// Nothing for all that suit the shop.
        public var models: [String]?

        public init(everyHours: Double? = nil, afterDrift: Bool? = nil, models: [String]? = nil) {
            self.everyHours = everyHours
            self.afterDrift = afterDrift
            self.models = models
        }

        /// - Throws: ``EngineError`` `schedule.training`.
        public func check() throws {
            guard let everyHours, !(0.1...8760).contains(everyHours) else { return }
            throw EngineError(
                code: "schedule.training", message: "'everyHours' must be in [0.1, 8760]; got \(everyHours)",
                remedy: "leave it out to train only when told to")
        }
    }

    public var turns: [Turn]?
    public var training: Training?

    public static let mostTurns = 1_000

    public init() {}

    /// - Throws: ``EngineError`` `schedule.training`, `schedule.turns`, and what a turn that could not be made throws.
    func check(over dials: LiveDials) throws {
        try training?.check()
        guard turns?.count ?? 0 <= Self.mostTurns else {
            throw EngineError(code: "schedule.turns", message: "there are more than \(Self.mostTurns) turns")
        }
        for turn in turns ?? [] { _ = try turn.laid(over: dials) }
    }
}

extension LiveShop {
    /// Goes by another schedule.
    public func set(_ schedule: ShopSchedule, by author: String) throws {
        try schedule.check(over: dials)
        try record(.schedule, "set", by: author, schedule)
        self.schedule = schedule
    }

    /// Does what is due. Asked once a second.
    func followSchedule() throws {
        let now = time.now()
        let due = (schedule.turns ?? []).filter { $0.at <= now }.sorted { $0.at < $1.at }
        if !due.isEmpty {
            schedule.turns?.removeAll { $0.at <= now }
            try record(.schedule, "followed", by: Self.name, schedule)
        }
        for turn in due {
            do {
                try self.turn(try turn.laid(over: dials), by: "schedule")
            } catch let error as EngineError {
                try alert(.scheduleFailed, error.message)
            }
        }
        guard let training = schedule.training, !isTraining else { return }
        let isDue = training.everyHours.map { now.since(lastTraining ?? opened) >= .seconds($0 * 3600) } ?? false
        guard isDue || (hasDrifted && training.afterDrift == true) else { return }
        hasDrifted = false
        lastTraining = now
        try train(models: training.models, by: "schedule")
    }

    private var isTraining: Bool { board.all.contains { $0.kind == "training" && $0.state == .running } }
}
