public import Commerce
import Foundation
import Ledger

/// A question to the log: what would other policies have earned?
public struct EvaluationAsk: Sendable, Hashable, Codable {
    /// Names as `equipoise ope --target` has them.
    public var targets: [String]
    /// Nothing for the usual ones.
    public var estimators: [String]?
    /// Of the decisions that are judged; where it is left out, the log may hold only one surface.
    public var surface: String?
    /// The policy that made them, by its name or the word before its parenthesis.
    public var loggedBy: String?
    public var from: Timestamp?
    public var confidence: Double?

    public init(targets: [String], surface: String? = nil, loggedBy: String? = nil, from: Timestamp? = nil) {
        self.targets = targets
        self.surface = surface
        self.loggedBy = loggedBy
        self.from = from
    }

    public static let mostTargets = 20

    /// Names separated by commas outside parentheses.
    public static func names(_ text: String) -> [String] { ParameterisedName.list(text).filter { !$0.isEmpty } }

    /// - Throws: ``EngineError`` for a target or estimator that does not exist, or that names a file: those of a server are
    ///   nobody's to read.
    func job() throws -> JudgingJob {
        guard (1...Self.mostTargets).contains(targets.count) else {
            throw EngineError(
                code: "evaluation.targets",
                message: "'targets' must name 1 to \(Self.mostTargets); got \(targets.count)")
        }
        let choices = try targets.map { name in
            let choice = try TargetChoice(name, readsFiles: false)
            guard try choice.kind == .logging || choice.forLists() != nil else {
                throw EngineError(
                    code: "target.lists", message: "'\(name)' is a policy for single choices; a shop shows lists")
            }
            return choice
        }
        if let confidence, !(0.5..<1).contains(confidence) {
            throw EngineError(
                code: "evaluation.confidence", message: "'confidence' must be in [0.5, 1); got \(confidence)")
        }
        let estimators = try (estimators ?? []).map(EstimatorChoice.init)
        _ = try estimators.forLists()
        return JudgingJob(
            preset: nil, targets: choices, estimators: estimators,
            confidence: confidence ?? 0.95, surface: surface, logger: loggedBy, from: from)
    }
}

/// A question that was answered.
public struct LiveEvaluation: Sendable {
    public var number: Int64
    public var time: Timestamp
    public var author: String
    public var ask: EvaluationAsk
    /// JSON as `equipoise ope --json` writes it.
    public var report: String

    init?(_ change: ChangeRecord) throws {
        guard let number = change.id else { return nil }
        let content = try JSONDecoder().decode(Content.self, from: Data(change.content.utf8))
        self.number = number
        time = change.time
        author = change.author
        ask = content.ask
        report = content.report
    }

    struct Content: Codable {
        var ask: EvaluationAsk
        var report: String
    }
}

extension LiveShop {
    /// Asks the log, beside the requests.
    ///
    /// - Returns: the task; its result is the number of the evaluation.
    /// - Throws: ``EngineError`` for a question that makes no sense, `task.running` while another is answered.
    public func evaluate(_ ask: EvaluationAsk, by author: String) throws -> TaskRecord {
        let job = try ask.job()
        let id = try board.begin("evaluation", at: time.now())
        let (board, time, folder) = (board, time, folder)
        Task.detached {
            do {
                let report = try await inBackground {
                    try job.run(on: folder.url.path) { progress in
                        board.change(id) { $0.step = "\(progress.completed)" }
                    }.json()
                }
                let content = LiveEvaluation.Content(ask: ask, report: report)
                let change = try self.record(.evaluation, "judged", by: author, content)
                board.change(id) { ($0.state, $0.ended, $0.result) = (.done, time.now(), "\(change.id ?? 0)") }
            } catch {
                board.change(id) { ($0.state, $0.ended, $0.error) = (.failed, time.now(), "\(error)") }
            }
        }
        return board.record(id)
    }

    /// The newest first.
    public nonisolated func evaluations(before number: Int64? = nil, limit: Int = 50) throws -> [LiveEvaluation] {
        try changes(of: ShopSubject.evaluation.rawValue, before: number, limit: limit).compactMap(LiveEvaluation.init)
    }

    public nonisolated func evaluation(_ number: Int64) throws -> LiveEvaluation? {
        guard number > 0, number < .max else { return nil }
        return try evaluations(before: number + 1, limit: 1).first { $0.number == number }
    }
}
