import Foundation
import OffPolicy

/// A target policy in a JSON file.
///
/// Either a policy, as `LinearSoftmaxPolicy.json()` writes it (`{"kind": "linear-softmax", ...}`), or probabilities:
/// `{"probabilities": {"3": 0.5, "7": 0.5}}` by arm for every decision alike, or `{"probabilities": [[...], ...]}`, a row
/// for each decision of the log in its order. For a log of lists, a row holds the probability of the action shown at each
/// position given those before.
struct TargetFile {
    let path: String
    private let data: Data

    /// - Throws: ``EngineError`` `target.file` when it cannot be read.
    init(path: String) throws {
        self.path = path
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            throw EngineError(
                code: "target.file", message: "the target \(path) cannot be read", remedy: "check its permissions",
                cause: error)
        }
    }

    private struct Header: Decodable {
        var kind: String?
        var probabilities: Probabilities?
    }

    private enum Probabilities: Decodable {
        case byArm([String: Double])
        case rows([[Double]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let byArm = try? container.decode([String: Double].self) {
                self = .byArm(byArm)
            } else {
                self = .rows(try container.decode([[Double]].self))
            }
        }
    }

    /// - Throws: ``EngineError`` `target.file` for a file that holds neither, names an arm that the log does not have, or
    ///   holds numbers that are no distribution;
    ///   `OffPolicyError` for a policy for other arms or contexts.
    func probabilities(for log: LoggedDecisions) throws -> TargetProbabilities {
        let header = try header()
        if header.kind != nil { return try LinearSoftmaxPolicy(json: data).targetProbabilities(for: log) }
        switch header.probabilities {
        case .byArm(let byArm)?:
            if let stranger = byArm.keys.sorted().first(where: { !log.arms.contains($0) }) {
                throw error("it names the arm '\(stranger)', which the log does not have")
            }
            return try distribution(log.arms.map { byArm[$0] ?? 0 }, arms: log.arms.count)
        case .rows(let rows)?:
            guard rows.count == log.count else {
                throw error("it has \(rows.count) rows, but \(log.count) decisions are judged")
            }
            if let row = rows.firstIndex(where: { $0.count != log.arms.count }) {
                throw error("its row \(row) has \(rows[row].count) numbers for \(log.arms.count) arms")
            }
            return try distribution(rows.flatMap { $0 }, arms: log.arms.count)
        case nil: throw error("it has neither 'kind' nor 'probabilities'")
        }
    }

    private func distribution(_ values: [Double], arms: Int) throws -> TargetProbabilities {
        do { return try TargetProbabilities(arms: arms, values: values) } catch let failure as OffPolicyError {
            throw error(failure.message)
        }
    }

    /// - Throws: ``EngineError`` `target.file`, `OffPolicyError` for a number that is no probability.
    func target(for log: LoggedSlates) throws -> SlateTarget {
        guard case .rows(let rows)? = try header().probabilities else {
            throw error("a target for lists needs 'probabilities' with a row for each decision")
        }
        guard rows.count == log.count else {
            throw error("it has \(rows.count) rows, but \(log.count) lists are judged")
        }
        if let row = rows.firstIndex(where: { $0.count != log.positions }) {
            throw error("its row \(row) has \(rows[row].count) numbers for \(log.positions) positions")
        }
        return try SlateTarget(positions: log.positions, propensities: rows.flatMap { $0 })
    }

    private func header() throws -> Header {
        do { return try JSONDecoder().decode(Header.self, from: data) } catch {
            throw self.error("it is not such JSON")
        }
    }

    private func error(_ reason: String) -> EngineError {
        EngineError(
            code: "target.file", message: "the target \(path) cannot be used: \(reason)",
            remedy: "docs/how-to/judge-a-policy-from-a-log.md shows the forms")
    }
}
