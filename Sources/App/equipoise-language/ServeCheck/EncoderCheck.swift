import Commerce
import Engine
import Foundation
import Language
import Linear
import Tensor
import Terminal

/// Finds out whether the folder of a sentence encoder can be served.
struct EncoderCheck {
    let folder: URL
    let device: Device

    /// Texts asked one at a time, and at once.
    private static let (single, many) = (200, 500)
    /// Of a text's vectors alone and in a batch, as a share of their length.
    private static let tolerance = 1e-4

    /// - Throws: only what has nothing to do with the model.
    func run(progress: @escaping ProgressHandler) throws -> ServeReport {
        var report = ServeReport(folder: folder.path, device: "\(device)")
        let clock = ContinuousClock()
        let started = clock.now
        let encoder: SentenceEncoder
        do {
            encoder = try SentenceEncoder(folder: folder, on: device)
        } catch {
            report.checks = [.init(name: .loads, passed: false, problem: ErrorText.describe(error))]
            return report
        }
        let secondsToLoad = (clock.now - started) / .seconds(1)
        let configuration = encoder.encoder.configuration
        report.model = .init(
            kind: "encoder", family: configuration.family.rawValue, parameters: encoder.encoder.parameterCount,
            bytes: try ModelFiles.weightBytes(in: folder), width: configuration.width,
            maximumTokens: encoder.maximumLength, vocabulary: encoder.tokenizer.vocabulary.count)
        report.checks = [.init(name: .loads, passed: true)] + checks(of: encoder)
        // A model that fails at texts has no speed.
        if report.isServable {
            report.speed = try speed(of: encoder, loaded: secondsToLoad, progress: progress)
            report.memory = try ProcessMemory.now()
        }
        return report
    }

    private func checks(of encoder: SentenceEncoder) -> [ServeReport.Check] {
        [
            check(.padding) {
                let (ours, theirs) = (encoder.tokenizer.roles.padding, encoder.encoder.configuration.padding)
                guard let ours, Int(ours) != theirs else { return nil }
                throw refusal("the tokeniser pads with token \(ours), the model with \(theirs)")
            },
            check(.weights) {
                for parameter in encoder.encoder.parameters {
                    let numbers = try parameter.tensor.converted(to: .float32).array(of: Float.self)
                    guard numbers.allSatisfy(\.isFinite) else { throw refusal("'\(parameter.name)' has others") }
                }
                return nil
            },
            check(.vectors) {
                _ = try vectors(of: ProbeTexts.mix(64), by: encoder)
                return nil
            },
            check(.company) { try difference(of: encoder) },
            check(.difference) {
                let pair = try vectors(of: ProbeTexts.unlike, by: encoder)
                let cosine = Self.cosine(pair[row: 0], pair[row: 1])
                guard cosine < 0.9999 else {
                    throw refusal("the vectors of two unlike texts have cosine \(cosine): it tells nothing apart")
                }
                return cosine
            },
            check(.empty) {
                _ = try vectors(of: [""], by: encoder)
                return nil
            },
            check(.long) {
                try ProbeTexts.longTexts.map { text in
                    let started = ContinuousClock.now
                    _ = try vectors(of: [text], by: encoder)
                    return (ContinuousClock.now - started) / .seconds(1)
                }.max()
            },
            check(.emoji) { try unknownShare(of: ProbeTexts.emoji, by: encoder) },
            check(.chinese) { try unknownShare(of: ProbeTexts.chineseText, by: encoder) },
        ]
    }

    /// - Parameter body: gives what it measured, or throws what is wrong.
    private func check(_ name: ServeReport.Check.Name, _ body: () throws -> Double?) -> ServeReport.Check {
        do {
            return .init(name: name, passed: true, measured: try body())
        } catch {
            return .init(name: name, passed: false, problem: ErrorText.describe(error))
        }
    }

    private func vectors(of texts: [String], by encoder: SentenceEncoder) throws -> Matrix {
        let vectors = try encoder.embed(texts)
        guard vectors.values.allSatisfy(\.isFinite) else { throw refusal("a vector holds infinite numbers or none") }
        return vectors
    }

    /// The largest difference between a text's numbers alone and in a batch, as a share of its vector's length.
    private func difference(of encoder: SentenceEncoder) throws -> Double {
        let texts = ProbeTexts.mix(24) + ["", ProbeTexts.emoji, ProbeTexts.chineseText]
        let together = try vectors(of: texts, by: encoder)
        var largest = 0.0
        for (row, text) in texts.enumerated() {
            let alone = try vectors(of: [text], by: encoder)[row: 0]
            let apart = zip(alone, together[row: row]).map { Double(abs($0 - $1)) }.max() ?? 0
            let length = alone.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            largest = max(largest, apart / max(length, .leastNormalMagnitude))
        }
        guard largest <= Self.tolerance else {
            throw refusal("they differ by \(largest) of their length; at most \(Self.tolerance) is rounding")
        }
        return largest
    }

    private func unknownShare(of text: String, by encoder: SentenceEncoder) throws -> Double? {
        _ = try vectors(of: [text], by: encoder)
        guard let unknown = encoder.tokenizer.roles.unknown else { return nil }
        let ids = try encoder.tokenizer.encode(text, options: EncodingOptions(addsSpecialTokens: false)).ids
        return Double(ids.count { $0 == unknown }) / Double(max(ids.count, 1))
    }

    private func speed(
        of encoder: SentenceEncoder, loaded secondsToLoad: Double, progress: ProgressHandler
    ) throws -> ServeReport.Speed {
        let texts = ProbeTexts.mix(Self.many)
        let total = Self.single + Self.many
        // The checks before have warmed it up.
        var times: [Double] = []
        for text in texts.prefix(Self.single) {
            let started = ContinuousClock.now
            _ = try encoder.embed([text])
            times.append((ContinuousClock.now - started) / .milliseconds(1))
            progress(JobProgress(.embedding, completed: times.count, of: total, .texts))
        }
        let started = ContinuousClock.now
        _ = try encoder.embed(texts) {
            progress(JobProgress(.embedding, completed: Self.single + $0, of: total, .texts))
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let tokens = try encoder.tokenizer.encode(
            batch: texts, options: EncodingOptions(maximumLength: encoder.maximumLength)
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
