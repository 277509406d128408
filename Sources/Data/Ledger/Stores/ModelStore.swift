public import Commerce

/// A set of models that was trained and saved, as the ledger remembers it.
public struct ModelRecord: Sendable, Hashable, Codable {
    /// The snapshot's version, which is also its folder's name.
    public var version: String
    /// Where the snapshot lies, relative to the data folder.
    public var path: String
    public var created: Timestamp
    /// The events that it learned from.
    public var trainedFrom: Timestamp?
    public var trainedUntil: Timestamp?
    /// The models and their settings, as JSON.
    public var hyperparameters: String
    /// What the evaluation measured, as JSON.
    public var metrics: String

    public init(
        version: String, path: String, created: Timestamp, trainedFrom: Timestamp? = nil,
        trainedUntil: Timestamp? = nil, hyperparameters: String = "{}", metrics: String = "{}"
    ) {
        self.version = version
        self.path = path
        self.created = created
        self.trainedFrom = trainedFrom
        self.trainedUntil = trainedUntil
        self.hyperparameters = hyperparameters
        self.metrics = metrics
    }
}

/// Which models were trained when, on what, and how good they were.
public protocol ModelStore: Sendable {
    /// - Throws: ``LedgerError`` `model.exists` when the version is already there.
    func record(_ model: ModelRecord) throws

    /// All records, oldest first.
    func models() throws -> [ModelRecord]
}

extension ModelStore {
    public func latestModel() throws -> ModelRecord? { try models().last }
}
