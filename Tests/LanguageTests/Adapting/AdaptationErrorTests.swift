import Commerce
import Foundation
import Tensor
import Testing

@testable import Language

@Suite("Adaptations that cannot be")
struct AdaptationErrorTests {
    private func error(_ body: () throws -> Void) -> LanguageError? {
        do {
            try body()
            return nil
        } catch {
            return error as? LanguageError
        }
    }

    private func setting(_ body: @escaping () throws -> Any) -> String? {
        let found = error { _ = try body() }
        return found?.code == "adaptation.setting" ? found?.message : nil
    }

    @Test("settings out of range are refused, each by its name")
    func settings() {
        #expect(setting { try Adaptation.LowRank(rank: 0) } == "Adaptation.LowRank.rank must be at least 1; got 0")
        #expect(setting { try Adaptation.LowRank(alpha: -1) }?.contains("LowRank.alpha") == true)
        #expect(setting { try Adaptation.LowRank(dropout: 1) }?.contains("LowRank.dropout") == true)
        #expect(setting { try Adaptation.LowRank(projections: []) }?.contains("LowRank.projections") == true)
        #expect(setting { try Adaptation.AdaptiveRank(target: 0) }?.contains("AdaptiveRank.target") == true)
        #expect(setting { try Adaptation.AdaptiveRank(initial: 4, target: 5) }?.contains(".initial") == true)
        #expect(setting { try Adaptation.AdaptiveRank(penalty: .nan) }?.contains(".penalty") == true)
        #expect(setting { try Adaptation.AdaptiveRank(sensitivity: 1) }?.contains(".sensitivity") == true)
        #expect(setting { try Adaptation.AdaptiveRank(uncertainty: -0.1) }?.contains(".uncertainty") == true)
        #expect(setting { try Adaptation.AdaptiveRank(warmUp: 0.6, settled: 0.4) }?.contains("below 1") == true)
        #expect(setting { try Adaptation.AdaptiveRank(interval: 0) }?.contains(".interval") == true)
        #expect(setting { try Adaptation.Bottleneck(width: 0) }?.contains("Bottleneck.width") == true)
        #expect(setting { try Adaptation.Prefix(length: 0) }?.contains("Prefix.length") == true)
        #expect(setting { try Adaptation.Prefix(hidden: 0) }?.contains("Prefix.hidden") == true)
        #expect(
            setting { try EncoderProjection(named: "pooler") } == "an encoder's layer has no projection 'pooler'")
        #expect((try? EncoderProjection(named: "outer")) == .outer)
    }

    @Test("what does not fit the encoder is refused, and changes nothing")
    func fitting() throws {
        var encoder = try AdaptationKind.encoder()
        var generator = SeededGenerator(seed: 1)
        let tooMuch: [(Adaptation, String)] = [
            (
                .lowRank(try .init(rank: 17)),
                "Adaptation.LowRank.rank must be at most 16, the smaller side of 'query'; got 17"
            ),
            (
                .adaptive(try .init(initial: 20, projections: [.inner])),
                "Adaptation.AdaptiveRank.initial must be at most 16, the smaller side of 'inner'; got 20"
            ),
            (
                .bottleneck(try .init(width: 17)),
                "Adaptation.Bottleneck.width must be at most the encoder's 16; got 17"
            ),
            (
                .prefix(try .init(length: 25)),
                "Adaptation.Prefix.length must be at most the encoder's 24 positions; got 25"
            ),
        ]
        for (adaptation, message) in tooMuch {
            let found = error { try encoder.adapt(by: adaptation, using: &generator) }
            #expect(found?.code == "adaptation.setting" && found?.message == message)
        }
        #expect(encoder.adaptation == .full)
        #expect(encoder.trainableParameters.count == encoder.parameters.count)
    }

    @Test("a second one on top is refused", arguments: AdaptationKind.adding)
    func twice(kind: AdaptationKind) throws {
        var encoder = try kind.encoder()
        let before = try AdaptationKind.hidden(encoder)
        var generator = SeededGenerator(seed: 1)
        let other = Adaptation.bottleneck(try .init(width: 2))
        #expect(error { try encoder.adapt(by: other, using: &generator) }?.code == "adaptation.twice")
        #expect(try encoder.adaptation == kind.adaptation())
        #expect(try AdaptationKind.hidden(encoder) == before)
    }

    @Test("damaged files of adapters are refused, and say why")
    func files() throws {
        func code(_ change: (URL) throws -> Void) throws -> String? {
            try EncoderFixture.withCopy(of: "bert") { copy in
                try AdaptationKind.adapters.encoder().save(to: copy)
                try change(copy)
                do {
                    _ = try TransformerEncoder(folder: copy)
                    return nil
                } catch {
                    return (error as? LanguageError)?.code ?? (error as? TensorError)?.code
                }
            }
        }
        func replace(_ old: String, _ new: String) -> (URL) throws -> Void {
            { folder in
                let url = folder.appending(path: "adapters.json")
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.contains(old))
                try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
            }
        }
        #expect(try code { _ in } == nil)
        #expect(try code(replace("\"adapters\"", "\"magic\"")) == "adaptation.file")
        #expect(try code(replace("\"relu\"", "\"snake\"")) == "adaptation.file")
        #expect(try code(replace(": true", ": 1")) == "adaptation.file")
        #expect(try code(replace(": 5", ": \"five\"")) == "adaptation.file")
        #expect(try code(replace(": 5", ": 0")) == "adaptation.setting")
        #expect(try code(replace(": 5", ": 6")) == "weights.shape")
        #expect(try code(replace("{", "[")) == "tokenizer.json")
        let weights = "adapters.safetensors"
        #expect(
            try code { try FileManager.default.removeItem(at: $0.appending(path: weights)) } == "weights.unreadable")
        #expect(
            try code { folder in
                let url = folder.appending(path: weights)
                try Data(contentsOf: url).dropLast(10).write(to: url)
            } == "weights.damaged")
    }
}
