public import Commerce

/// What a snapshot says about itself: `manifest.json` in its folder.
public struct SnapshotManifest: Sendable, Hashable, Codable {
    /// The newest form of the folder that this program knows.
    public static let newestFormat = 1

    /// The form of the folder.
    public var format: Int
    /// The folder's name; later snapshots have names that sort later.
    public var version: String
    public var created: Timestamp
    /// The program that wrote it, with its version.
    public var application: String
    /// The events that were learned from, oldest and newest; nothing when they had no times.
    public var trainedFrom: Timestamp?
    public var trainedUntil: Timestamp?
    /// How many of each were learned from.
    public var events: Int
    public var shoppers: Int
    public var items: Int
    public var models: [SnapshotModel]
    /// Every other file of the folder, by name.
    public var files: [String: SnapshotFile]
}

/// A file of a snapshot.
public struct SnapshotFile: Sendable, Hashable, Codable {
    public var bytes: Int
    /// 64 lower-case hexadecimal digits.
    public var sha256: String
}

/// One fitted model of a snapshot: how it was made and how good it was. Its arrays are in `NAME.safetensors`.
public struct SnapshotModel: Sendable, Hashable, Codable {
    /// Lower-case letters, digits and hyphens, such as `item-knn`.
    public var name: String
    public var hyperparameters: [String: SnapshotValue]
    /// What the evaluation measured, such as `ndcg@10`; finite.
    public var metrics: [String: Double]

    public init(name: String, hyperparameters: [String: SnapshotValue] = [:], metrics: [String: Double] = [:]) {
        self.name = name
        self.hyperparameters = hyperparameters
        self.metrics = metrics
    }

    var file: String { "\(name).safetensors" }
}

/// A hyperparameter: a JSON number, string or boolean.
public enum SnapshotValue: Sendable, Hashable {
    case number(Double)
    case text(String)
    case flag(Bool)
}

extension SnapshotValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension SnapshotValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .flag(let flag): try container.encode(flag)
        }
    }
}
