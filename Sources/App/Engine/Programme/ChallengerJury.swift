import Commerce
import Foundation
import Intake
import Ledger
import Linear
import OffPolicy

/// Judges a policy from the decisions that a shop's ledger keeps, surface by surface.
struct ChallengerJury: Sendable {
    let folder: ShopFolder
    let policy: String
    /// The word before the parenthesis of the versions that the champion's decisions carry.
    let champion: String
    /// Since when it decides, as it is now.
    let since: Timestamp?
    let terms: TrialTerms
    let now: Timestamp

    /// Surfaces with fewer of the decisions are told of and do not count.
    private static let smallShare = 0.05
    /// Reading a decision takes about fifty microseconds, and its candidates as much memory as they need.
    private static let mostDecisions = 50_000

    /// O(decisions judged).
    func judge() throws -> Judgement {
        let ledger = try SQLiteLedger(folder: folder.url)
        let period = max(now - .seconds(terms.judgedDays * 86_400), since ?? Timestamp(milliseconds: 0))
        let start = max(period, try ledger.momentOfDecision(Self.mostDecisions, before: now) ?? period)
        let counts = try ledger.decisionCounts(from: start)
        let all = counts.values.reduce(0, +)
        var surfaces: [Judgement.OfSurface] = []
        for (surface, _) in counts.sorted(by: { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }) {
            surfaces.append(try judge(surface, from: start))
        }
        var judgement = Judgement(time: now, confidence: terms.confidence, surfaces: surfaces)
        let counted = surfaces.filter { Double(counts[$0.surface] ?? 0) >= Self.smallShare * Double(all) }
        guard !counted.isEmpty, counted.allSatisfy({ $0.gain != nil && $0.standardError != nil }) else {
            return judgement
        }
        // Decisions of different surfaces are different decisions: variances add up.
        let whole = counted.reduce(0) { $0 + Double($1.decisions) }
        var (gain, variance) = (0.0, 0.0)
        for one in counted {
            let weight = Double(one.decisions) / whole
            gain += weight * (one.gain ?? 0)
            variance += pow(weight * (one.standardError ?? 0), 2)
        }
        let freedom = max(1, (counted.compactMap(\.effectiveSampleSize).min() ?? 2) - 1)
        let reach =
            variance.squareRoot()
            * StudentT.twoSidedQuantile(1 - terms.confidence, degreesOfFreedom: freedom)
        (judgement.gain, judgement.lower, judgement.upper) = (gain, gain - reach, gain + reach)
        return judgement
    }

    private func judge(_ surface: Surface, from start: Timestamp) throws -> Judgement.OfSurface {
        var answer = Judgement.OfSurface(surface: surface, decisions: 0, warnings: [])
        do {
            let job = JudgingJob(
                preset: nil, targets: [try TargetChoice(policy)], confidence: terms.confidence,
                surface: surface.rawValue, logger: champion, from: start)
            let report = try job.run(on: folder.url.path)
            answer.decisions = report.decisions
            guard let row = report.leading.first(where: { $0.gain != nil }), let gain = row.gain else {
                answer.refusal = report.refusals.map { "\($0.error.message)" }.joined(separator: "; ")
                return answer
            }
            answer.estimator = row.estimate.estimator
            answer.effectiveSampleSize = row.estimate.weights?.effectiveSampleSize
            answer.warnings = row.estimate.warnings.map { $0.message[.english] }
            guard row.estimate.verdict.answer != .unanswerable else {
                answer.refusal = "the log says too little of what this policy would have shown"
                return answer
            }
            (answer.gain, answer.standardError) = (gain.value, gain.standardError)
        } catch let error as EngineError where error.code.hasPrefix("target.") || error.code.hasPrefix("judging.") {
            answer.refusal = error.message
        } catch let error as OffPolicyError {
            // Which folder it is means nothing to the one who reads this.
            answer.refusal = error.message.replacing(folder.url.path, with: "the log")
        }
        return answer
    }
}
