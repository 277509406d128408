public import Commerce
public import Linear

/// A set of fitted models that were trained together and speak of the same rows: what serving reads.
public struct Snapshot: Sendable {
    public var manifest: SnapshotManifest
    /// The arrays of each model, by the model's name.
    public var arrays: [String: ArrayBundle]
    public var shoppers: Vocabulary<Shopper>
    public var items: Vocabulary<Item>
}

/// A snapshot that has yet to be saved.
public struct SnapshotDraft: Sendable {
    public var created: Timestamp
    /// The program that writes it, with its version.
    public var application: String
    public var trainedFrom: Timestamp?
    public var trainedUntil: Timestamp?
    /// Events learned from.
    public var events: Int
    public var shoppers: Vocabulary<Shopper>
    public var items: Vocabulary<Item>
    public private(set) var models: [SnapshotModel] = []
    public private(set) var arrays: [String: ArrayBundle] = [:]

    public init(
        created: Timestamp, application: String, trainedFrom: Timestamp? = nil, trainedUntil: Timestamp? = nil,
        events: Int, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>
    ) {
        self.created = created
        self.application = application
        self.trainedFrom = trainedFrom
        self.trainedUntil = trainedUntil
        self.events = events
        self.shoppers = shoppers
        self.items = items
    }

    /// - Throws: ``LedgerError`` `snapshot.name` when the name is taken or cannot name a file,
    ///   `snapshot.metric` when a number is not finite.
    public mutating func add(_ model: SnapshotModel, arrays bundle: ArrayBundle) throws {
        guard Self.canName(model.name), arrays[model.name] == nil else {
            throw LedgerError(
                code: "snapshot.name",
                message:
                    "SnapshotModel.name must be new and of lower-case letters, digits and hyphens; got '\(model.name)'",
                remedy: "give the model another name")
        }
        for (name, value) in model.metrics where !value.isFinite {
            throw LedgerError(
                code: "snapshot.metric",
                message: "metric '\(name)' of model '\(model.name)' must be a finite number; got \(value)",
                remedy: "leave out a metric that is undefined")
        }
        for case (let name, .number(let value)) in model.hyperparameters where !value.isFinite {
            throw LedgerError(
                code: "snapshot.metric",
                message: "hyperparameter '\(name)' of model '\(model.name)' must be a finite number; got \(value)",
                remedy: "leave out a hyperparameter that has no value")
        }
        models.append(model)
        arrays[model.name] = bundle
    }

    private static func canName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }
}

/// A snapshot that was passed over, and why.
public struct RefusedSnapshot: Sendable {
    public var version: String
    public var reason: LedgerError
}

/// The newest good snapshot, and the newer ones that were passed over to get to it.
public struct SnapshotSearch: Sendable {
    public var snapshot: Snapshot?
    /// Newest first.
    public var refused: [RefusedSnapshot]
}
