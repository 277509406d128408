public import Commerce

/// What was found in a source: counts, shapes, oddities, and a verdict in plain words.
///
/// A value with stable JSON keys; three renderings are made from it alone: ``text(language:)``, ``json()`` and
/// ``html(language:)``. Made by a ``Builder``.
public struct ValidationReport: Sendable, Hashable, Codable {
    /// The file or files, as the user named them.
    public var source: String
    public var preset: String?
    /// The present against which "in the future" was judged.
    public var validatedAt: Timestamp
    public var verdict: Verdict
    /// What a person should know, the gravest first.
    public var findings: [Finding]
    public var rows: RowCounts
    public var records: RecordCounts
    public var distinct: DistinctCounts
    /// By kind of event, along the funnel; kinds that do not occur are left out.
    public var kinds: [KindCount]
    public var activity: ActivityOverTime
    public var clock: ClockProfile
    public var times: TimeCheck
    public var duplicates: DuplicateCheck
    public var missing: [MissingField]
    public var orphans: OrphanCheck
    public var bots: BotCheck
    public var reversals: ReversalCheck
    public var quantities: NumberProfile
    /// One for each currency, the most used first.
    public var currencies: [CurrencyProfile]
    public var gate: ExposureGate
    /// Stages that occur, from impression to purchase.
    public var funnel: [FunnelStage]
    public var popularity: PopularityCurve
    public var repeatBuying: RepeatBuying
    public var eventsPerShopper: Distribution
    public var sessions: SessionProfile
    /// Problems of single rows, by code, the most frequent first.
    public var issues: [IssueSummary]
}

/// Whether a shop can go on with this source.
public enum Verdict: String, Sendable, Hashable, Codable {
    case ready, readyWithWarnings, notReady
}

/// One thing worth knowing, in words that need no manual.
public struct Finding: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case note, warning, error

        public static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// Stable: `rows.rejected`, `gate.exposure`.
    public var code: String
    public var severity: Severity
    public var message: BilingualText
    public var remedy: BilingualText
}

/// The same sentence in the languages of the console.
public struct BilingualText: Sendable, Hashable, Codable {
    public var en: String
    public var zh: String

    public init(_ english: String, _ chinese: String) {
        en = english
        zh = chinese
    }

    /// The sentence in Chinese when that is asked for, else in English.
    public subscript(language: Language) -> String { language == .chinese ? zh : en }
}
