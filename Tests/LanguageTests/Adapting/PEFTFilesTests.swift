import Commerce
import Foundation
import Tensor
import Testing

@testable import Language

/// LoRAs of Python's peft with its answers; see `Tests/Oracles/language/adapters.py`.
@Suite("Files of peft")
struct PEFTFilesTests {
    private static let folder = ReferenceTests.fixtures.appending(path: "adapters")

    private static func hidden(_ encoder: TransformerEncoder, _ texts: [[Int32]]) throws -> [[Float]] {
        try texts.map { ids in
            let batch = try TokenBatch([EncoderFixture.encoding(ids)], for: encoder.configuration)
            return try inference { try encoder(batch).array(of: Float.self) }
        }
    }

    private static func expectHidden(of encoder: TransformerEncoder, _ name: String) throws {
        let expected = try JSONDecoder().decode(
            EncoderFixture.Expected.self, from: Data(contentsOf: folder.appending(path: "\(name)/expected.json")))
        #expect(expected.hidden.count == 3)
        for (found, hidden) in zip(try hidden(encoder, expected.texts), expected.hidden) {
            #expect(AdaptationKind.difference(found, hidden) < 2e-5, "\(name)")
        }
    }

    @Test("are read, and give what peft gives, merged or not", arguments: ["bert", "bert-classifier", "distilbert"])
    func reading(name: String) throws {
        var encoder = try TransformerEncoder(folder: EncoderFixture.folder(name))
        try encoder.loadPEFT(from: Self.folder.appending(path: name))
        try Self.expectHidden(of: encoder, name)
        try Self.expectHidden(of: encoder.merged(), name)
        guard case .lowRank(let settings) = encoder.adaptation else {
            Issue.record("no LoRA")
            return
        }
        let projections: [String: Set<EncoderProjection>] = [
            "bert": [.query, .outer], "bert-classifier": [.query, .value], "distilbert": [.query, .inner],
        ]
        #expect(settings.projections == projections[name])
        #expect(settings.scalesByRoot == (name == "bert") && encoder.learnsBiases == (name == "bert"))
    }

    @Test("are written as those that peft was seen to read, byte for byte")
    func writing() throws {
        var encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
        try encoder.loadPEFT(from: Self.folder.appending(path: "bert"))
        try Self.withFolder { written in
            try encoder.savePEFT(to: written)
            for name in ["adapter_config.json", "adapter_model.safetensors"] {
                let expected = try Data(contentsOf: Self.folder.appending(path: "ours/\(name)"))
                #expect(try Data(contentsOf: written.appending(path: name)) == expected, "\(name)")
            }
            var again = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
            try again.loadPEFT(from: written)
            try Self.expectHidden(of: again, "bert")
            #expect(again.adaptation == encoder.adaptation)
        }
    }

    @Test("have the names of peft")
    func names() throws {
        var encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert-classifier"))
        let python = Self.folder.appending(path: "bert-classifier")
        try encoder.loadPEFT(from: python)
        try Self.withFolder { written in
            try encoder.savePEFT(to: written, base: "a/model", underHead: true)
            let ours = try WeightFile(path: written.appending(path: "adapter_model.safetensors").path)
            let theirs = try WeightFile(path: python.appending(path: "adapter_model.safetensors").path)
            #expect(ours.names == theirs.names.filter { !$0.contains("classifier") })
            let config = try String(contentsOf: written.appending(path: "adapter_config.json"), encoding: .utf8)
            #expect(config.contains("\"base_model_name_or_path\": \"a/model\""))
        }
        #expect {
            try Self.withFolder { try AdaptationKind.adapters.encoder().savePEFT(to: $0) }
        } throws: {
            ($0 as? LanguageError)?.code == "adaptation.kind"
        }
    }

    @Test("of other methods and variants, or of another encoder, are refused, and nothing changes")
    func refusing() throws {
        func code(of model: String = "bert", _ change: (URL) throws -> Void) throws -> String? {
            try Self.withFolder { copy in
                try FileManager.default.removeItem(at: copy)
                try FileManager.default.copyItem(at: Self.folder.appending(path: "bert"), to: copy)
                try change(copy)
                var encoder = try TransformerEncoder(folder: EncoderFixture.folder(model))
                let before = try Self.hidden(encoder, AdaptationKind.texts)
                var found: String?
                do {
                    try encoder.loadPEFT(from: copy)
                } catch {
                    found = (error as? LanguageError)?.code ?? (error as? TensorError)?.code
                    #expect(try Self.hidden(encoder, AdaptationKind.texts) == before)
                    #expect(encoder.adaptation == .full)
                    #expect(encoder.trainableParameters.count == encoder.parameters.count)
                }
                return found
            }
        }
        func replace(_ old: String, _ new: String) -> (URL) throws -> Void {
            { folder in
                let url = folder.appending(path: "adapter_config.json")
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.contains(old))
                try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
            }
        }
        #expect(try code { _ in } == nil)
        #expect(try code(replace("\"LORA\"", "\"IA3\"")) == "adaptation.file")
        #expect(try code(replace("\"use_dora\": false", "\"use_dora\": true")) == "adaptation.file")
        #expect(try code(replace("\"rank_pattern\": {}", "\"rank_pattern\": {\"a\": 2}")) == "adaptation.file")
        #expect(
            try code(replace("\"init_lora_weights\": true", "\"init_lora_weights\": \"pissa\"")) == "adaptation.file")
        #expect(try code(replace("\"r\": 3", "\"r\": null")) == "adaptation.file")
        #expect(try code(replace("\"r\": 3", "\"r\": 0")) == "adaptation.setting")
        #expect(try code(replace("\"r\": 3", "\"r\": 2")) == "weights.shape")
        #expect(try code(of: "distilbert") { _ in } == "adaptation.file")
        for name in ["adapter_config.json", "adapter_model.safetensors"] {
            let found = try code { try FileManager.default.removeItem(at: $0.appending(path: name)) }
            #expect(found == (name.hasSuffix("json") ? "adaptation.file" : "weights.unreadable"))
        }
    }

    private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "peft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
