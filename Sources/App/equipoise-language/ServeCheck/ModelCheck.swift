import Commerce
import Engine
import Foundation
import Language
import Linear
import Tensor
import Terminal

/// Finds out whether the folder of a model can be served.
struct ModelCheck {
    let folder: URL
    let device: Device

    /// Texts asked one at a time, and at once.
    private static let (single, many) = (200, 500)
    /// Of a text's numbers alone and in a batch, as a share of their length.
    private static let tolerance = 1e-4

    /// - Throws: only what has nothing to do with the model.
    func run(progress: @escaping ProgressHandler) throws -> ServeReport {
        var report = ServeReport(folder: folder.path, device: "\(device)")
        let clock = ContinuousClock()
        let started = clock.now
        let model: ServedModel
        do {
            model = try ServedModel(folder: folder, on: device)
        } catch {
            report.checks = [.init(name: .loads, passed: false, problem: ErrorText.describe(error))]
            return report
        }
        let secondsToLoad = (clock.now - started) / .seconds(1)
        report.model = .init(
            kind: model.kind, family: model.encoder.configuration.family.rawValue,
            parameters: model.parameters.reduce(0) { $0 + $1.tensor.count },
            bytes: try ModelFiles.weightBytes(in: folder), width: model.width, maximumTokens: model.maximumLength,
            vocabulary: model.tokenizer.vocabulary.count)
        report.checks = [.init(name: .loads, passed: true)] + checks(of: model)
        // A model that fails at texts has no speed.
        if report.isServable {
            report.speed = try speed(of: model, loaded: secondsToLoad, progress: progress)
            report.memory = try ProcessMemory.now()
        }
        return report
    }

    private func checks(of model: ServedModel) -> [ServeReport.Check] {
        let first = [
            check(.padding) {
                let (ours, theirs) = (model.tokenizer.roles.padding, model.encoder.configuration.padding)
                guard let ours, Int(ours) != theirs else { return nil }
                throw refusal("the tokeniser pads with token \(ours), the model with \(theirs)")
            },
            check(.weights) {
                for parameter in model.parameters {
                    let numbers = try parameter.tensor.converted(to: .float32).array(of: Float.self)
                    guard numbers.allSatisfy(\.isFinite) else { throw refusal("'\(parameter.name)' has others") }
                }
                return nil
            },
            check(.vectors) {
                _ = try rows(of: ProbeTexts.mix(64), by: model)
                return nil
            },
            check(.company) { try difference(of: model) },
        ]
        let last = [
            check(.empty) {
                _ = try rows(of: [""], by: model)
                return nil
            },
            check(.long) {
                try ProbeTexts.longTexts.map { text in
                    let started = ContinuousClock.now
                    _ = try rows(of: [text], by: model)
                    return (ContinuousClock.now - started) / .seconds(1)
                }.max()
            },
            check(.emoji) { try unknownShare(of: ProbeTexts.emoji, by: model) },
            check(.chinese) { try unknownShare(of: ProbeTexts.chineseText, by: model) },
        ]
        return first + (model.tellsApart ? [check(.difference) { try contrast(of: model) }] : []) + last
    }

    /// The cosine of the vectors of two unlike texts; how far other answers lie apart.
    private func contrast(of model: ServedModel) throws -> Double {
        guard model.kind == "encoder" else {
            let answers = try rows(of: ProbeTexts.mix(24), by: model)
            let apart =
                (0..<answers.rows).flatMap { row in
                    zip(answers[row: row], answers[row: 0]).map { Double(abs($0 - $1)) }
                }.max() ?? 0
            guard apart > 1e-6 else { throw refusal("all texts get the same answer: it tells nothing apart") }
            return apart
        }
        let pair = try rows(of: ProbeTexts.unlike, by: model)
        let cosine = Self.cosine(pair[row: 0], pair[row: 1])
        guard cosine < 0.9999 else {
            throw refusal("the vectors of two unlike texts have cosine \(cosine): it tells nothing apart")
        }
        return cosine
    }

    /// - Parameter body: gives what it measured, or throws what is wrong.
    private func check(_ name: ServeReport.Check.Name, _ body: () throws -> Double?) -> ServeReport.Check {
        do {
            return .init(name: name, passed: true, measured: try body())
        } catch {
            return .init(name: name, passed: false, problem: ErrorText.describe(error))
        }
    }

    private func rows(of texts: [String], by model: ServedModel) throws -> Matrix {
        let rows = try model.rows(texts) { _ in }
        guard rows.values.allSatisfy(\.isFinite) else { throw refusal("an answer holds infinite numbers or none") }
        return rows
    }

    /// The largest difference between a text's numbers alone and in a batch, as a share of its vector's length.
    private func difference(of model: ServedModel) throws -> Double {
        let texts = ProbeTexts.mix(24) + ["", ProbeTexts.emoji, ProbeTexts.chineseText]
        let together = try rows(of: texts, by: model)
        var largest = 0.0
        for (row, text) in texts.enumerated() {
            let alone = try rows(of: [text], by: model)[row: 0]
            let apart = zip(alone, together[row: row]).map { Double(abs($0 - $1)) }.max() ?? 0
            let length = alone.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            largest = max(largest, apart / max(length, .leastNormalMagnitude))
        }
        guard largest <= Self.tolerance else {
            throw refusal("they differ by \(largest) of their length; at most \(Self.tolerance) is rounding")
        }
        return largest
    }

    private func unknownShare(of text: String, by model: ServedModel) throws -> Double? {
        _ = try rows(of: [text], by: model)
        guard let unknown = model.tokenizer.roles.unknown else { return nil }
        let ids = try model.tokenizer.encode(text, options: EncodingOptions(addsSpecialTokens: false)).ids
        return Double(ids.count { $0 == unknown }) / Double(max(ids.count, 1))
    }

    private func speed(
        of model: ServedModel, loaded secondsToLoad: Double, progress: ProgressHandler
    ) throws -> ServeReport.Speed {
        let texts = ProbeTexts.mix(Self.many)
        let total = Self.single + Self.many
        // The checks before have warmed it up.
        var times: [Double] = []
        for text in texts.prefix(Self.single) {
            let started = ContinuousClock.now
            _ = try model.rows([text]) { _ in }
            times.append((ContinuousClock.now - started) / .milliseconds(1))
            progress(JobProgress(.embedding, completed: times.count, of: total, .texts))
        }
        let started = ContinuousClock.now
        _ = try model.rows(texts) {
            progress(JobProgress(.embedding, completed: Self.single + $0, of: total, .texts))
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let tokens = try model.tokenizer.encode(
            batch: texts, options: EncodingOptions(maximumLength: model.maximumLength)
        ).reduce(0) { $0 + $1.ids.count }
        return .init(
            secondsToLoad: secondsToLoad, latency: Latency(of: times), textsPerSecond: Double(texts.count) / seconds,
            tokensPerText: Double(tokens) / Double(texts.count))
    }

    private func refusal(_ message: String) -> EngineError { EngineError(code: "model.unusable", message: message) }

    private static func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
        var (product, ofLeft, ofRight) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            product += Double(a) * Double(b)
            ofLeft += Double(a) * Double(a)
            ofRight += Double(b) * Double(b)
        }
        // Two vectors of zeros are alike.
        return ofLeft * ofRight > 0 ? product / (ofLeft * ofRight).squareRoot() : 1
    }
}
