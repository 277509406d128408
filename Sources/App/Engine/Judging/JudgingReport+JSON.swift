import Foundation
import OffPolicy

extension JudgingReport {
    /// For machines: one line with sorted keys.
    public func json() throws -> String {
        struct Difference: Encodable {
            let value: Double
            let interval: ConfidenceInterval
        }
        struct Entry: Encodable {
            let estimate: Estimate
            let gain: Difference?

            enum CodingKeys: String, CodingKey { case gain }

            func encode(to encoder: any Encoder) throws {
                try estimate.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encodeIfPresent(gain, forKey: .gain)
            }
        }
        struct Refusal: Encodable { let target, estimator, code, message: String }
        struct BadLine: Encodable {
            let line: Int
            let code, message: String
        }
        struct Left: Encodable {
            let bad: Int
            let examples: [BadLine]
            let unusable: [String: Int]
        }
        struct Report: Encodable {
            let preset: String?
            let decisions: Int
            let confidence: Double
            let arms, positions: Int?
            let model, surface, logger: String?
            let leftOut: Left
            let estimates: [Entry]
            let refusals: [Refusal]
        }
        let report = Report(
            preset: preset, decisions: decisions, confidence: confidence, arms: isLists ? nil : choices,
            positions: isLists ? choices : nil, model: model, surface: surface, logger: logger,
            leftOut: Left(
                bad: leftOut.bad,
                examples: leftOut.examples.map { BadLine(line: $0.line, code: $0.code, message: $0.reason) },
                unusable: leftOut.unusable),
            estimates: rows.map { row in
                Entry(
                    estimate: row.estimate,
                    gain: row.gain.map { Difference(value: $0.value, interval: $0.interval) })
            },
            refusals: refusals.map {
                Refusal(target: $0.target, estimator: $0.estimator, code: $0.error.code, message: $0.error.message)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
