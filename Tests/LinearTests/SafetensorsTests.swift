import Commerce
import Foundation
import Linear
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    static let sample: ArrayBundle = {
        var bundle = ArrayBundle(metadata: ["model": "als", "标题": "口红 \"红\"\n\\ /", "empty": ""])
        bundle.store(
            Matrix(rows: 2, columns: 3, values: [0, -0.0, 1.5, .infinity, -3e38, .leastNonzeroMagnitude]), as: "factors"
        )
        bundle.store([Int32.min, 0, Int32.max], as: "codes/a")
        bundle.store([Int64.min, 0, Int64.max], as: "times")
        bundle.store([-0.0, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude], shape: [2, 2], as: "weights")
        bundle.store([Float](), as: "nothing")
        bundle.store([Float(7)], shape: [], as: "scalar")
        return bundle
    }()

    @Test func aBundleComesBackAsItWas() throws {
        #expect(try ArrayBundle(safetensors: Self.sample.safetensors()) == Self.sample)
        #expect(try ArrayBundle(safetensors: ArrayBundle().safetensors()) == ArrayBundle())
    }

    @Test func notANumberKeepsItsBits() throws {
        var bundle = ArrayBundle()
        bundle.store([Float.nan, -.nan], as: "x")
        let read = try ArrayBundle(safetensors: bundle.safetensors()).floats("x")
        #expect(read.map(\.bitPattern) == [Float.nan, -.nan].map(\.bitPattern))
    }

    @Test func bytesFollowTheFormat() throws {
        var bundle = ArrayBundle(metadata: ["k": "v"])
        bundle.store(Matrix(rows: 1, columns: 2, values: [1, -2]), as: "b")
        bundle.store([Int64(-1)], as: "a")
        let header =
            #"{"__metadata__":{"k":"v"},"a":{"data_offsets":[0,8],"dtype":"I64","shape":[1]},"#
            + #""b":{"data_offsets":[8,16],"dtype":"F32","shape":[1,2]}}"#
        let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        let expected =
            [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8)
            + [UInt8](repeating: 255, count: 8) + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
        #expect(Array(bundle.safetensors()) == expected)
        #expect(try ArrayBundle(safetensors: Data(expected)) == bundle)
    }

    @Test func aSliceOfALargerBufferIsRead() throws {
        let bytes = Data([1, 2, 3]) + Self.sample.safetensors() + Data([4])
        #expect(try ArrayBundle(safetensors: bytes.dropFirst(3).dropLast()) == Self.sample)
    }

    struct Malformed: Sendable, CustomTestStringConvertible {
        var what: String
        var header: String
        var body: Int = 0
        var code: String
        var mentions: String
        var testDescription: String { what }
    }

    static let malformed = [
        Malformed(what: "empty header", header: "", code: "safetensors.header", mentions: "JSON"),
        Malformed(what: "an array, not an object", header: "[]", code: "safetensors.header", mentions: "JSON"),
        Malformed(what: "cut short", header: #"{"a":{"dtype":"F32""#, code: "safetensors.header", mentions: "JSON"),
        Malformed(
            what: "metadata that is not text", header: #"{"__metadata__":{"k":1}}"#, code: "safetensors.header",
            mentions: "__metadata__"),
        Malformed(
            what: "no shape", header: #"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, body: 4,
            code: "safetensors.header", mentions: "shape"),
        Malformed(
            what: "a type we do not read", header: #"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}"#, body: 8,
            code: "safetensors.type", mentions: "'a' has type F16"),
        Malformed(
            what: "one offset", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, body: 4,
            code: "safetensors.offsets", mentions: "two numbers"),
        Malformed(
            what: "offsets past the end", header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, body: 4,
            code: "safetensors.offsets", mentions: "within the 4 bytes"),
        Malformed(
            what: "offsets backwards", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, body: 4,
            code: "safetensors.offsets", mentions: "[4, 0]"),
        Malformed(
            what: "a negative offset", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, body: 4,
            code: "safetensors.offsets", mentions: "[-4, 0]"),
        Malformed(
            what: "overlapping arrays",
            header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
                + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
            body: 12, code: "safetensors.offsets", mentions: "array 'b' must begin at 8"),
        Malformed(
            what: "a hole", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, body: 8,
            code: "safetensors.offsets", mentions: "must begin at 0"),
        Malformed(
            what: "bytes left over", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, body: 9,
            code: "safetensors.offsets", mentions: "9 bytes"),
        Malformed(
            what: "shape against bytes", header: #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, body: 8,
            code: "safetensors.shape", mentions: "shape [3]"),
        Malformed(
            what: "a negative extent", header: #"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#, body: 8,
            code: "safetensors.shape", mentions: "[-1, -2]"),
        Malformed(
            what: "a shape beyond counting",
            header: #"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#, body: 8,
            code: "safetensors.shape", mentions: "not possible"),
        Malformed(
            what: "bytes beyond counting",
            header: #"{"a":{"dtype":"I64","shape":[4611686018427387904],"data_offsets":[0,8]}}"#, body: 8,
            code: "safetensors.shape", mentions: "does not take the 8 bytes"),
    ]

    @Test(arguments: malformed)
    func malformedHeadersAreRefusedByWhatIsWrong(_ example: Malformed) throws {
        let data = Self.file(header: Data(example.header.utf8), body: Data(count: example.body))
        let error = try #require(throws: LinearError.self) { try ArrayBundle(safetensors: data) }
        #expect(error.code == example.code)
        #expect(error.message.contains(example.mentions), "\(error.message)")
        #expect(error.remedy != nil)
    }

    @Test func headersThatAreNotTextAreRefused() throws {
        let data = Self.file(header: Data([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x7D]), body: Data())
        let error = try #require(throws: LinearError.self) { try ArrayBundle(safetensors: data) }
        #expect(error.message.contains("UTF-8"))
    }

    @Test(arguments: [UInt64(1), 99_999_999, 100_000_001, .max])
    func aHeaderLengthBeyondTheFileIsRefused(_ length: UInt64) throws {
        let data = Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
        let error = try #require(throws: LinearError.self) { try ArrayBundle(safetensors: data) }
        #expect(["safetensors.short", "safetensors.header"].contains(error.code))
        #expect(error.message.contains("\(length > 100_000_000 ? length : length + 8)"))
    }

    @Test func everyShorterFileIsRefused() throws {
        let whole = Self.sample.safetensors()
        for length in 0..<whole.count {
            #expect(throws: LinearError.self) { try ArrayBundle(safetensors: whole.prefix(length)) }
        }
    }

    @Test func randomDamageIsReadOrRefusedButNeverCrashes() throws {
        let whole = Self.sample.safetensors()
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<3000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                damaged[Int.random(in: 0..<whole.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            do {
                _ = try ArrayBundle(safetensors: damaged)
            } catch is LinearError {
                refused += 1
            }
        }
        #expect(refused > 1000)
    }

    static func file(header: Data, body: Data) -> Data {
        Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }) + header + body
    }
}
