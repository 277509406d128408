import Commerce
import Foundation
import Testing

@testable import Ledger

@Suite("The parts of an event's identity")
struct IdentityTests {
    /// From the reference implementation, Python's xxhash 4.1.0, over the bytes (i * i * 7 + 3) mod 256.
    static let vectors: [(count: Int, plain: UInt64, seeded: UInt64)] = [
        (0, 0xEF46_DB37_51D8_E999, 0xAC75_FDA2_929B_17EF), (1, 0x1F25_C8D0_BC1F_4BB6, 0x79CF_94F5_ACE3_7FE1),
        (3, 0x14A3_06AB_15CF_8081, 0x6079_2CE0_3019_7FD8), (4, 0xC0AB_8B3E_A0E3_F90C, 0x5B10_47D3_F7F0_7DF9),
        (7, 0x2C1F_EC7B_010B_619A, 0x3549_AECB_8158_BE40), (8, 0x482C_0B7C_EBE2_B6ED, 0x85EC_5674_6F68_EF3B),
        (15, 0xCE5B_9375_92F1_95D6, 0x089D_DA3D_D16D_CB5B), (31, 0x0F25_B110_F197_600C, 0x6389_808A_AA24_F010),
        (32, 0xA629_2ED3_5F84_E3B5, 0xFE34_71FF_D7AF_80D2), (33, 0x9180_DAB7_AEC2_9A33, 0x647C_0237_D605_BE84),
        (63, 0xE023_B4BB_C418_863F, 0xB5AA_4482_8CED_9D85), (64, 0x6075_0147_C396_71E0, 0x0407_38DD_3C06_FA76),
        (100, 0x9FAA_DAD4_DB92_1665, 0x0F6C_D82A_D20B_927E), (136, 0xBBD7_3C3E_10E5_78C6, 0x835D_0751_8E1C_C328),
        (257, 0x1DEB_941B_0387_853C, 0x5114_E67C_E945_FA51),
    ]

    @Test("XXH64 agrees with the reference implementation")
    func hash() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + 3) }
        for vector in Self.vectors {
            bytes[..<vector.count].withUnsafeBytes { bytes in
                #expect(XXHash64.hash(bytes) == vector.plain)
                #expect(XXHash64.hash(bytes, seed: 2_654_435_761) == vector.seeded)
            }
        }
    }

    @Test("an event's identity never changes from one version of the program to the next")
    func stableIdentity() {
        var content = EventContent()
        content.kind = 9
        (content.shopper, content.item, content.order) = (1, 2, 3)
        content.quantity = 4
        content.present = [.quantity]
        // Python: xxhash.xxh64(struct.pack("<17q", 9 | 1 << 9, 1, 0, 2, 0, 3, 0, 0, bits of 4.0, 0 ...)).
        #expect(content.identity() == -7_532_452_805_657_703_605)
        var zero = content
        (zero.quantity, content.quantity) = (0.0, -0.0)
        #expect(zero.identity() == content.identity(), "equal numbers, equal events")
    }

    @Test(
        "maps and lists come back from their JSON, and equal ones have equal JSON", arguments: 0..<50 as Range<UInt64>)
    func json(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let letters = ["a", "b", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "e\u{301}", "中", "🛒", "/", "{", ":", ","]
        func word() -> String {
            (0..<Int.random(in: 0..<6, using: &rng)).compactMap { _ in letters.randomElement(using: &rng) }.joined()
        }
        let pairs = (0..<Int.random(in: 0..<6, using: &rng)).map { _ in (word(), word()) }
        let map = Dictionary(pairs) { first, _ in first }
        let text = CompactJSON.text(map)
        #expect(CompactJSON.map(text) == map)
        #expect(try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) == map)
        #expect(CompactJSON.text(Dictionary(pairs.reversed()) { _, last in last }) == text)
        let list = pairs.map(\.0)
        #expect(CompactJSON.list(CompactJSON.text(list)) == list)
        #expect(try JSONDecoder().decode([String].self, from: Data(CompactJSON.text(list).utf8)) == list)
    }

    @Test(
        "what is not our JSON is not read",
        arguments: ["", "{", "{}x", #"{"a"}"#, #"{"a":1}"#, #"{"a":"b",}"#, #"{"\q":""}"#])
    func foreignJSON(text: String) {
        #expect(CompactJSON.map(text) == nil)
        #expect(CompactJSON.list(text) == nil)
    }

    @Test("the cache keeps what was used last and never more than two generations", arguments: 1...6)
    func cache(generation: Int) {
        var rng = SeededGenerator(seed: UInt64(generation))
        var cache = TwoGenerationCache<Int, Int>(generation: generation)
        var recent: [Int] = []
        for step in 0..<2000 {
            let key = Int.random(in: 0..<12, using: &rng)
            if recent.suffix(generation).contains(key) { #expect(cache[key] == key * 10) }
            if let value = cache[key] { #expect(value == key * 10) } else { cache[key] = key * 10 }
            recent.removeAll { $0 == key }
            recent.append(key)
            #expect(cache.count <= 2 * generation, "after \(step) steps")
        }
    }
}
