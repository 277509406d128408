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
        self.init(
            policy: try PolicyChoice(container.decode(String.self, forKey: .policy)),
            consistency: ConsistencyDials(
                familiarity: try container.decodeIfPresent(Double.self, forKey: .familiarity) ?? 0,
                shared: try container.decodeIfPresent(Double.self, forKey: .shared) ?? 0,
                window: .seconds(try container.decodeIfPresent(Double.self, forKey: .windowSeconds) ?? 0)))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(policy.name, forKey: .policy)
        try container.encode(consistency.familiarity, forKey: .familiarity)
        try container.encode(consistency.shared, forKey: .shared)
        try container.encode(consistency.window / .seconds(1), forKey: .windowSeconds)
    }
}

extension LiveShop {
    /// Turns the dials, from the next decision on, and keeps them. What was spent and earned stays counted.
    ///
    /// - Throws: ``EngineError`` `dials.range` for a dial out of its range, `output.unwritable` when they cannot be kept;
    ///   then nothing changes.
    public func turn(_ dials: LiveDials) throws {
        let consistency = dials.consistency
        for (name, value) in [("familiarity", consistency.familiarity), ("shared", consistency.shared)] {
            guard (0...1).contains(value) else {
                throw EngineError(code: "dials.range", message: "'\(name)' must be in [0, 1]; got \(value)")
            }
        }
        guard consistency.window >= .zero, consistency.window <= .days(30) else {
            throw EngineError(code: "dials.range", message: "'windowSeconds' must be in [0, 2592000]")
        }
        var turned = desk
        try turned.turn(to: dials)
        try dials.keep(in: folder)
        desk = turned
        self.dials = dials
    }
}
