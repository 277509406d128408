import Commerce
import Testing

@testable import Ledger

@Suite("The record of a decision")
struct DecisionRecordTests {
    private func features(_ decision: Decision) -> [UInt32] { decision.candidates.features.map(\.bitPattern) }

    @Test("is the decision again, bit for bit, whatever its shape", arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...80, using: &random)
        var decision = Decision.random(
            Int(seed), candidates: count, features: Int.random(in: 0...12, using: &random),
            slate: Int.random(in: 0...4, using: &random), using: &random)
        // Any 32 bits, NaN with a payload among them.
        for place in decision.candidates.features.indices where random.unit() < 0.2 {
            decision.candidates.features[place] = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
        }
        if random.unit() < 0.3 { decision.candidates.means = [] }
        let again = try DecisionRecord.read(DecisionRecord.bytes(of: decision))
        #expect(features(again) == features(decision))
        var (left, right) = (again, decision)
        (left.candidates.features, right.candidates.features) = ([], [])
        #expect(left == right)
        #expect(DecisionRecord.bytes(of: again) == DecisionRecord.bytes(of: decision))
    }

    @Test(
        "packs columns by what they hold",
        arguments: [
            (1, 6), (2, 1 + 8 + 38), (4, 1 + 16 + 75), (16, 1 + 64 + 150), (17, 2 + 300 + 300 + 1 + 1),
        ])
    func packing(values: Int, bytes: Int) throws {
        // Small whole numbers leave the two low bytes of a float empty.
        let column = (0..<300).map { Float($0 % values) }
        var writer = BinaryWriter(reserving: 0)
        FloatColumns.append(column, rows: 300, width: 1, to: &writer)
        #expect(writer.bytes.count == bytes - (values == 1 ? 1 : 0))
        var reader = BinaryReader(writer.bytes, end: writer.bytes.count)
        #expect(try FloatColumns.read(rows: 300, width: 1, from: &reader) == column)
        #expect(reader.isAtEnd)
    }

    @Test("is refused with any of its bytes changed, and any of its ends cut off")
    func damage() throws {
        var random = SeededGenerator(seed: 3)
        let bytes = DecisionRecord.bytes(of: .random(1, candidates: 6, features: 3, slate: 2, using: &random))
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
            #expect(throws: BinaryReader.Malformed.self) { try DecisionRecord.read(damaged) }
            #expect(throws: BinaryReader.Malformed.self) { try DecisionRecord.read(Array(bytes[..<place])) }
        }
        let newer = try #require(throws: BinaryReader.Malformed.self) {
            var writer = BinaryWriter(reserving: 0)
            writer.append(2 as UInt8)
            writer.seal()
            _ = try DecisionRecord.read(writer.bytes)
        }
        #expect(newer.what.contains("newer"))
    }

    /// Damage that the check sum does not see (a fault in memory before it was taken) may give another decision or be
    /// refused, but never stops the program nor takes all its memory.
    @Test("is read safely when its content is nonsense with a good check sum", arguments: 0..<20 as Range<UInt64>)
    func nonsense(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let decision = Decision.random(1, candidates: 6, features: 3, slate: 2, using: &random)
        let outcome = Outcome(clickOn: decision)
        for original in [DecisionRecord.bytes(of: decision), OutcomeRecord.bytes(of: outcome)] {
            for _ in 0..<200 {
                var content = Array(original.dropLast(8))
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    content[Int.random(in: 1..<content.count, using: &random)] = UInt8(
                        truncatingIfNeeded: random.next())
                }
                if random.unit() < 0.2 { content.removeLast(Int.random(in: 1..<content.count, using: &random)) }
                var writer = BinaryWriter(reserving: 0)
                writer.append(contentsOf: content)
                writer.seal()
                _ = try? DecisionRecord.read(writer.bytes)
                _ = try? OutcomeRecord.read(writer.bytes)
            }
        }
    }
}
