import Commerce
import GRDB

extension SQLiteLedger {
    /// Fills in what the summary says of decisions. O(decisions).
    func summariseDecisions(_ summary: inout LedgerSummary, _ db: Database) throws {
        let decisions = try RawStatement(
            "SELECT count(*), min(time), max(time), sum(length(record)) FROM decision", in: db)
        if try decisions.step() {
            summary.decisions = Int(decisions.integer(0))
            summary.oldestDecision = decisions.optionalInteger(1).map(Timestamp.init(milliseconds:))
            summary.newestDecision = decisions.optionalInteger(2).map(Timestamp.init(milliseconds:))
            summary.decisionBytes = Int(decisions.integer(3))
        }
        decisions.reset()
        let outcomes = try RawStatement("SELECT count(*), sum(length(record)) FROM outcome", in: db)
        if try outcomes.step() {
            summary.settledDecisions = Int(outcomes.integer(0))
            summary.decisionBytes += Int(outcomes.integer(1))
        }
        outcomes.reset()
    }

    /// Reads every record: each is what was stored, and agrees with the columns by which it is found.
    ///
    /// At most 100 findings of each kind, and then how many more. O(bytes of the records).
    func decisionFindings(_ db: Database) throws -> [String] {
        var (decisions, outcomes) = (FindingList("decisions"), FindingList("outcomes"))
        let sql = """
            SELECT d.id, d.record, d.time, d.shown, d.detail, s.name, v.name, f.name, p.name, o.record,
                d.shopper, d.visitor
            FROM decision d LEFT JOIN shopper s ON s.id = d.shopper LEFT JOIN visitor v ON v.id = d.visitor
            LEFT JOIN surface f ON f.id = d.surface LEFT JOIN policy p ON p.id = d.policy
            LEFT JOIN outcome o ON o.decision = d.number ORDER BY d.number
            """
        let row = try RawStatement(ownFor: sql, in: db)
        while try row.step() {
            let id = row.text(0)
            do throws(BinaryReader.Malformed) {
                let decision = try DecisionRecord.read(row.bytes(1))
                if let part = disagreement(of: decision, with: row) {
                    decisions.add("decision '\(id)' is found by another \(part) than its record holds")
                }
            } catch {
                decisions.add("the record of decision '\(id)' is damaged: \(error.what)")
            }
            guard !row.isNull(9) else { continue }
            do throws(BinaryReader.Malformed) {
                let outcome = try OutcomeRecord.read(row.bytes(9))
                if outcome.decision.rawValue != id || outcome.rewards.count != Int(row.integer(3)) {
                    outcomes.add("the outcome of decision '\(id)' is that of another decision")
                }
            } catch {
                outcomes.add("the outcome of decision '\(id)' is damaged: \(error.what)")
            }
        }
        row.reset()
        return decisions.lines + outcomes.lines + (try learnerFindings(db))
    }

    private func disagreement(of decision: Decision, with row: RawStatement) -> String? {
        if decision.id.rawValue != row.text(0) { return "id" }
        if decision.time.milliseconds != row.integer(2) { return "time" }
        if decision.slate.count != Int(row.integer(3)) { return "length of its slate" }
        // A name that is missing from its table is not equal to one that the record holds.
        if decision.shopper?.rawValue != row.optionalText(5) || row.isNull(5) != row.isNull(10) { return "shopper" }
        if decision.visitor?.rawValue != row.optionalText(6) || row.isNull(6) != row.isNull(11) { return "visitor" }
        if decision.surface.rawValue != row.optionalText(7) { return "surface" }
        if decision.policyVersion != row.optionalText(8) { return "policy" }
        return nil
    }

    private func learnerFindings(_ db: Database) throws -> [String] {
        var findings: [String] = []
        let row = try RawStatement(
            "SELECT lineage, updates, hash, state FROM learner ORDER BY lineage, updates", in: db)
        while try row.step() {
            guard Self.hash(row.bytes(3)) != row.integer(2) else { continue }
            findings.append("the state of learner '\(row.text(0))' after \(row.integer(1)) updates is damaged")
        }
        row.reset()
        return findings
    }
}

/// The first hundred findings of a kind, and how many more there are.
private struct FindingList {
    private static let limit = 100
    private let subject: String
    private var found: [String] = []
    private var more = 0

    init(_ subject: String) { self.subject = subject }

    var lines: [String] { more == 0 ? found : found + ["\(more) more \(subject) are damaged"] }

    mutating func add(_ finding: String) {
        if found.count < Self.limit { found.append(finding) } else { more += 1 }
    }
}
