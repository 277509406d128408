public import Commerce
public import Intake

/// The number of an import in its ledger, from 1.
public struct ImportID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How a source is read: two imports of one content agree only if these agree too.
public struct ImportSettings: Sendable, Hashable, Codable {
    /// The preset's name, such as `online-retail`.
    public var preset: String
    /// Our field names and the columns they are read from, where they were given by hand.
    public var mapping: [String: String]
    /// The declared cleaning, as JSON; empty for none.
    public var cleaning: String

    public init(preset: String, mapping: [String: String] = [:], cleaning: String = "") {
        self.preset = preset
        self.mapping = mapping
        self.cleaning = cleaning
    }
}

/// What is to be imported.
public struct ImportSource: Sendable, Hashable, Codable {
    /// The file's name, for people.
    public var name: String
    /// A hash of the whole content, by which the same content is known again under another name; nothing for a
    /// stream that can be read only once, which can then be neither recognised nor resumed.
    public var contentHash: String?
    /// The system whose event ids these are. Two systems may both have an event "1": ids are compared within one
    /// origin only.
    public var origin: String
    public var settings: ImportSettings

    /// - Parameter origin: the preset's name unless given.
    public init(name: String, contentHash: String?, settings: ImportSettings, origin: String? = nil) {
        self.name = name
        self.contentHash = contentHash
        self.origin = origin ?? settings.preset
        self.settings = settings
    }
}

/// What became of the rows of an import.
public struct ImportCounts: Sendable, Hashable, Codable {
    /// Data rows read, rejected ones included.
    public var rows = 0
    /// Events that this import brought.
    public var added = 0
    /// Events that the ledger had already.
    public var known = 0
    /// Events whose id the ledger had with *another* content; the first one stands.
    public var contradicted = 0
    /// Items whose description was new or changed, shoppers likewise.
    public var itemsChanged = 0
    public var shoppersChanged = 0
    public var rejected = 0
    /// Rows that are no act of a shopper, and rows left out by their kind.
    public var setAside = 0
    public var skipped = 0
    public var warnings = 0

    public init() {}

    /// Rows that were understood and taken in.
    public var accepted: Int { rows - rejected - setAside - skipped }

    public static func += (left: inout Self, right: Self) {
        left.rows += right.rows
        left.added += right.added
        left.known += right.known
        left.contradicted += right.contradicted
        left.itemsChanged += right.itemsChanged
        left.shoppersChanged += right.shoppersChanged
        left.rejected += right.rejected
        left.setAside += right.setAside
        left.skipped += right.skipped
        left.warnings += right.warnings
    }
}

/// One import as the ledger remembers it.
public struct ImportRecord: Sendable, Hashable, Codable {
    public var id: ImportID
    public var source: ImportSource
    public var started: Timestamp
    /// Nothing while the import is under way, or was interrupted.
    public var finished: Timestamp?
    /// Everything before this place is committed; an interrupted import goes on from here.
    public var position: SourcePosition
    public var counts: ImportCounts
    /// How often each kind of trouble was met, by ``RowIssue/code``, rejections and warnings together.
    public var issues: [String: Int]

    public init(
        id: ImportID, source: ImportSource, started: Timestamp, finished: Timestamp? = nil,
        position: SourcePosition = .start, counts: ImportCounts = ImportCounts(), issues: [String: Int] = [:]
    ) {
        self.id = id
        self.source = source
        self.started = started
        self.finished = finished
        self.position = position
        self.counts = counts
        self.issues = issues
    }

    /// Whether it is what a server took in, and not a file: the next server goes on without anybody's doing.
    public var isOfServer: Bool { source.settings.preset == SQLiteLedger.postPreset }
}

/// How an import begins.
public enum ImportStart: Sendable, Hashable {
    /// This content is new.
    case started(ImportRecord)
    /// An import of this content was interrupted; reading goes on from the record's position.
    case resumed(ImportRecord)
    /// This content is in the ledger completely; there is nothing to do.
    case alreadyFinished(ImportRecord)

    public var record: ImportRecord {
        switch self {
        case .started(let record), .resumed(let record), .alreadyFinished(let record): record
        }
    }
}
