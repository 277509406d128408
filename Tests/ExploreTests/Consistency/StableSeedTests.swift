import Commerce
import Explore
import Testing

struct StableSeedTests {
    private let noon = Timestamp(milliseconds: 1_772_355_600_000)

    private func seed(
        _ seeds: StableSeed, _ shopper: ShopperID? = "anna", visitor: VisitorID? = nil, on surface: Surface = .home,
        after delay: Duration = .zero, decision: DecisionID = "d1", sessionStart: Timestamp? = nil
    ) -> UInt64 {
        seeds.seed(
            shopper: shopper, visitor: visitor, surface: surface, at: noon + delay, decision: decision,
            sessionStart: sessionStart)
    }

    /// Printed by a plain Python version of the same definition: no other process, machine or version may differ.
    @Test func isTheSameEverywhere() throws {
        #expect(StableHash().value == 0xF52A_15E9_A9B5_E89B)
        var hash = StableHash()
        hash.combine("équipoise")
        #expect(hash.value == 0x71F8_D46D_FD52_6CE9)
        let seeds = try StableSeed(window: .minutes(30), salt: 7)
        #expect(seed(seeds) == 0x4DA3_0F0A_73E4_CB46)
        #expect(seed(seeds, sessionStart: noon - .minutes(40)) == 0x3579_0C0E_D2B1_E3D0)
    }

    @Test func fieldsDoNotRunIntoEachOther() {
        func value(_ fields: [String]) -> UInt64 {
            var hash = StableHash()
            for field in fields { hash.combine(field) }
            return hash.value
        }
        #expect(Set([["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]].map(value)).count == 5)
    }

    @Test func repeatsWithinAWindowAndChangesWithTheNext() throws {
        let seeds = try StableSeed(window: .minutes(30))
        let start = noon - .minutes(10)
        let first = seed(seeds, sessionStart: start)
        #expect(seed(seeds, after: .minutes(19), sessionStart: start) == first)
        #expect(seed(seeds, after: .minutes(20) - .milliseconds(1), decision: "d2", sessionStart: start) == first)
        #expect(seed(seeds, after: .minutes(20), sessionStart: start) != first)
        #expect(seed(seeds, after: .minutes(-11), sessionStart: start) != first)
        #expect(seed(seeds, sessionStart: start - .hours(24)) != first)
    }

    /// Over a day of minutes, windows of thirty minutes: a person sees 48 or 49 seeds, each for thirty minutes on end.
    @Test func withoutASessionEachPersonHasWindowsOfTheirOwn() throws {
        let seeds = try StableSeed(window: .minutes(30))
        var boundaries: Set<Int> = []
        for shopper in ["anna", "ben", "chen", "dora"] as [ShopperID] {
            let day = (0..<1_440).map { seed(seeds, shopper, after: .minutes($0)) }
            #expect((48...49).contains(Set(day).count))
            let changes = (1..<1_440).filter { day[$0] != day[$0 - 1] }
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $1 - $0 == 30 })
            boundaries.insert(changes[0])
        }
        #expect(boundaries.count > 1)
    }

    @Test func dependsOnPersonSurfaceAndSalt() throws {
        let seeds = try StableSeed(window: .hours(1))
        let others = [
            seed(seeds), seed(seeds, "ben"), seed(seeds, on: .cart), seed(try StableSeed(window: .hours(1), salt: 1)),
            seed(seeds, nil, visitor: "anna"),
        ]
        #expect(Set(others).count == others.count)
        #expect(seed(seeds, "anna", visitor: "v1") == seed(seeds))
    }

    @Test func nobodyAndNoWindowDrawAnewForEveryDecision() throws {
        let seeds = try StableSeed(window: .hours(1))
        #expect(seed(seeds, nil, decision: "d1") != seed(seeds, nil, decision: "d2"))
        let fresh = try StableSeed(window: .zero)
        #expect(seed(fresh, decision: "d1") != seed(fresh, decision: "d2"))
        #expect(seed(fresh, decision: "d1") == seed(fresh, decision: "d1"))
    }

    /// Bits of 4,096 seeds of similar names are fair coins: each within five standard errors.
    @Test func similarNamesHaveUnrelatedSeeds() throws {
        let seeds = try StableSeed(window: .hours(1))
        let values = (0..<4_096).map { seed(seeds, ShopperID("shopper-\($0)"), sessionStart: noon) }
        #expect(Set(values).count == 4_096)
        for bit in 0..<64 {
            let ones = values.count { $0 >> UInt64(bit) & 1 == 1 }
            #expect(abs(ones - 2_048) < 160)
        }
    }

    @Test func refusesANegativeWindow() {
        #expect(throws: ExploreError.self) { try StableSeed(window: .seconds(-1)) }
    }
}
