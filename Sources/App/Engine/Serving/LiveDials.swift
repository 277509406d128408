import Commerce
import Foundation

/// What an operator turns while a shop is served: how much it explores, and how much its lists stay the same.
public struct LiveDials: Sendable, Hashable {
    public var policy: PolicyChoice
    public var consistency: ConsistencyDials

    public init(policy: PolicyChoice, consistency: ConsistencyDials = ConsistencyDials()) {
        self.policy = policy
        self.consistency = consistency
    }

    /// Where they are kept in a shop's folder.
    static func url(in folder: ShopFolder) -> URL { folder.url.appending(path: "dials.json") }

    /// The dials as they were left; nothing when nobody has turned them.
    ///
    /// - Throws: ``EngineError`` `dials.unreadable`.
    static func kept(in folder: ShopFolder) throws -> LiveDials? {
        let url = url(in: folder)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try JSONDecoder().decode(LiveDials.self, from: Data(contentsOf: url))
        } catch {
            throw EngineError(
                code: "dials.unreadable", message: "the dials in \(url.path) cannot be read",
                remedy: "mend the file, or remove it to begin with the usual ones", cause: error)
        }
    }

    func keep(in folder: ShopFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try OutputFile(Self.url(in: folder)).write(String(decoding: encoder.encode(self), as: UTF8.self) + "\n")
    }
}

extension LiveDials: Codable {
    private enum CodingKeys: String, CodingKey { case policy, familiarity, shared, windowSeconds }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            policy: PolicyChoice(container.decode(String.self, forKey: .policy)),
            consistency: ConsistencyDials(
                familiarity: container.decodeIfPresent(Double.self, forKey: .familiarity) ?? 0,
                shared: container.decodeIfPresent(Double.self, forKey: .shared) ?? 0,
                windowSeconds: container.decodeIfPresent(Double.self, forKey: .windowSeconds) ?? 0))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(policy.name, forKey: .policy)
        try container.encode(consistency.familiarity, forKey: .familiarity)
        try container.encode(consistency.shared, forKey: .shared)
        try container.encode(consistency.windowSeconds, forKey: .windowSeconds)
    }
}

extension ConsistencyDials {
    private static let longestWindow = Duration.days(30)

    public var windowSeconds: Double { window / .seconds(1) }

    /// As an operator gives them.
    ///
    /// - Throws: ``EngineError`` `dials.range` for a dial out of its range.
    public init(familiarity: Double, shared: Double, windowSeconds: Double) throws {
        for (name, value) in [("familiarity", familiarity), ("shared", shared)] {
            guard (0...1).contains(value) else {
                throw EngineError(code: "dials.range", message: "'\(name)' must be in [0, 1]; got \(value)")
            }
        }
        let longest = Self.longestWindow / .seconds(1)
        guard (0...longest).contains(windowSeconds) else {
            throw EngineError(
                code: "dials.range", message: "'windowSeconds' must be in [0, \(Int(longest))]; got \(windowSeconds)")
        }
        self.init(familiarity: familiarity, shared: shared, window: .seconds(windowSeconds))
    }
}

extension LiveShop {
    /// Turns the dials, from the next decision on, and keeps them. What was spent and earned stays counted.
    ///
    /// - Throws: ``EngineError`` `dials.range` for a dial out of its range, `output.unwritable` when they cannot be kept;
    ///   then nothing changes.
    public func turn(_ dials: LiveDials) throws {
        let given = dials.consistency
        _ = try ConsistencyDials(
            familiarity: given.familiarity, shared: given.shared, windowSeconds: given.windowSeconds)
        var turned = desk
        try turned.turn(to: dials)
        try dials.keep(in: folder)
        desk = turned
        self.dials = dials
    }
}
