import OffPolicy
import Testing

struct OverlapTests {
    /// Arm c is never shown, arm b once; the third decision was certain.
    @Test func countsWhatTheLogNeverTried() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b", "c"], actions: [0, 1, 0, 0], rewards: [1, 1, 1, 1], propensities: [0.5, 0.5, 1, 0.5])
        let target = try TargetProbabilities(
            arms: 3, values: [0.2, 0.5, 0.3, 0.6, 0, 0.4, 0.75, 0.25, 0, 1, 0, 0])
        let overlap = try Overlap(log, under: target, thinCount: 2)
        #expect(overlap.usableShare == 0.75)
        // c at decisions 0 and 1; everything but a at the certain decision 2.
        #expect(isClose(overlap.blindMass, (0.3 + 0.4 + 0.25) / 4))
        #expect(overlap.blindArms == ["c"])
        #expect(isClose(overlap.thinMass, 0.5 / 4))
        #expect(overlap.thinArms == ["b"])
    }

    @Test func oneRowStandsForAllDecisions() throws {
        let sample = try RandomCase(seed: 2, decisions: 40_000)
        let row = [0.1, 0.2, 0.7]
        let one = try Overlap(sample.log, under: TargetProbabilities(arms: 3, values: row), thinCount: 15_000)
        let all = try Overlap(
            sample.log, under: TargetProbabilities(arms: 3, values: (0..<40_000).flatMap { _ in row }),
            thinCount: 15_000)
        #expect(one.thinArms == all.thinArms && !one.thinArms.isEmpty)
        #expect(isClose(one.thinMass, all.thinMass, relative: 1e-9))
        #expect(one.blindMass == 0 && all.blindMass == 0)
    }

    @Test func armsAreNamedByWhatTheyWouldGet() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b", "c"], actions: [0, 0], rewards: [1, 1], propensities: [0.5, 0.5])
        let overlap = try Overlap(log, under: TargetProbabilities(arms: 3, values: [0.5, 0.1, 0.4]))
        #expect(overlap.blindArms == ["c", "b"])
        #expect(isClose(overlap.blindMass, 0.5))
    }
}
