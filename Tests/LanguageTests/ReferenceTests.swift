import Foundation
import Testing

@testable import Language

/// What Hugging Face's `tokenizers` makes of awkward texts; `Tests/Oracles/language/make.py` recorded it.
@Suite("Tokens beside the reference")
struct ReferenceTests {
    struct Case: Decodable {
        var text: String
        var pair: String?
        var limit: Int?
        var ids: [Int32]
        var types: [Int32]
        var places: [[Int]]
        var words: [Int32]
        var special: [Int]
        var decoded: String
    }

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Oracles/language")

    /// The recorded tokeniser, as a folder that has nothing but its `tokenizer.json`.
    static func tokenizer(_ name: String) throws -> any Tokenizer {
        let bytes = Array(try Data(contentsOf: fixtures.appendingPathComponent("\(name).json")))
        return try TokenizerDescription(
            JSONText.parse(bytes, file: "\(name).json"),
            settings: TokenizerSettings(fixtures.appendingPathComponent("none"))
        ).tokenizer()
    }

    static func cases(_ name: String) throws -> [Case] {
        try JSONDecoder().decode(
            [Case].self, from: Data(contentsOf: fixtures.appendingPathComponent("\(name)-cases.json")))
    }

    @Test("ids, types, places, words and the text that comes back", arguments: ["pieces", "bytes"])
    func cases(_ name: String) throws {
        let tokenizer = try Self.tokenizer(name)
        let cases = try Self.cases(name)
        #expect(cases.count == 33)
        for expected in cases {
            let options = EncodingOptions(maximumLength: expected.limit)
            let found = try tokenizer.encode(expected.text, pair: expected.pair, options: options)
            let text: Comment = "\(expected.text.debugDescription), \(expected.pair ?? "-"), \(expected.limit ?? 0)"
            #expect(found.ids == expected.ids, text)
            #expect(found.typeIDs == expected.types, text)
            #expect(found.offsets.map { [$0.lowerBound, $0.upperBound] } == expected.places, text)
            #expect(found.wordIDs == expected.words, text)
            #expect(found.specialMask == zip(expected.special, found.wordIDs).map { $0 == 1 && $1 < 0 }, text)
            let decoded = try tokenizer.decode(found.ids)
            #expect(Array(decoded.utf8) == Array(expected.decoded.utf8), text)
        }
    }

    @Test("a folder that was saved gives the same tokens", arguments: ["pieces", "bytes"])
    func saved(_ name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("language-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let tokenizer = try Self.tokenizer(name)
        try tokenizer.save(to: folder)
        let whole = try TokenizerFiles.load(folder)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("tokenizer.json"))
        let parts = try TokenizerFiles.load(folder)
        for text in try Self.cases(name).map(\.text) {
            let expected = try tokenizer.encode(text)
            #expect(try whole.encode(text) == expected)
            #expect(try parts.encode(text) == expected)
        }
        #expect(whole.roles == parts.roles)
        #expect(whole.roles.mask != nil)
    }

    @Test func aBatchIsTheSameAsOneByOne() throws {
        let tokenizer = try Self.tokenizer("pieces")
        let texts = (0..<500).map { "The dress number \($0) is size \($0 % 7), 很好" }
        let batch = try tokenizer.encode(batch: texts)
        #expect(batch.count == 500)
        #expect(try batch == texts.map { try tokenizer.encode($0) })
    }

    /// Every Unicode scalar but surrogates, in runs of one class.
    @Test func everyScalarIsTakenForWhatTheReferenceTakesItFor() throws {
        let lines = try String(contentsOf: Self.fixtures.appendingPathComponent("scalars.txt"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: " ") }
        let runs = lines.map { (UInt32($0[0], radix: 16) ?? 0, String($0[1])) }
        #expect(runs.count > 1000)
        let fold = BertNormalizer(BertNormalization(cleansText: false))
        var current = 0
        var different: [String] = []
        for value in UInt32(0)..<0x110000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if current + 1 < runs.count, runs[current + 1].0 <= value { current += 1 }
            let kind = Self.kind(of: scalar, fold)
            if kind != runs[current].1 { different.append("\(String(value, radix: 16)) \(kind)") }
        }
        #expect(different.isEmpty, "\(different.count): \(different.prefix(10))")
    }

    private static func kind(of scalar: Unicode.Scalar, _ fold: BertNormalizer) -> String {
        var kind: String
        if scalar.value == 0 || ScalarKinds.isDropped(scalar) {
            kind = "d"
        } else {
            kind = ScalarKinds.isWhitespace(scalar) ? "s" : "k"
        }
        kind += ScalarKinds.isWhitespace(scalar) ? "s" : ScalarKinds.isPunctuation(scalar) ? "p" : "w"
        let text = Array(String(scalar).utf8)
        let folded = fold.bytes(of: String(scalar))
        kind += folded == text ? "=" : folded.isEmpty ? "-" : folded == [32] + text + [32] ? "i" : "f"
        switch ScalarKinds.run(scalar) {
        case .letter: return kind + "l"
        case .number: return kind + "n"
        case .space: return kind + "s"
        case .other: return kind + "o"
        }
    }
}
