/// Counts problems of single rows by code and keeps a few examples of each.
struct IssueTracker: Sendable {
    /// Codes come from our own readers, so there are few; a reader that makes them up cannot fill the memory.
    private static let codeLimit = 500
    private let examplesPerCode: Int
    private var summaries: [String: IssueSummary] = [:]

    init(examplesPerCode: Int) { self.examplesPerCode = examplesPerCode }

    mutating func observe(_ issue: RowIssue, as fate: RowFate) {
        guard summaries[issue.code] != nil || summaries.count < Self.codeLimit else { return }
        var summary =
            summaries[issue.code]
            ?? IssueSummary(code: issue.code, rejected: 0, setAside: 0, warned: 0, examples: [])
        switch fate {
        case .rejected: summary.rejected += 1
        case .setAside: summary.setAside += 1
        case .warned: summary.warned += 1
        }
        if summary.examples.count < examplesPerCode { summary.examples.append(issue) }
        summaries[issue.code] = summary
    }

    var issues: [IssueSummary] {
        summaries.values.sorted { ($0.count, $1.code) > ($1.count, $0.code) }
    }
}

/// What became of a row that has a problem.
enum RowFate { case rejected, setAside, warned }
