import OffPolicy
import Testing

struct LoggedDecisionsTests {
    @Test(arguments: [0, -0.1, 1.01, .nan, .infinity])
    func refusesAPropensityOutsideItsRangeAndNamesTheDecision(_ propensity: Double) throws {
        let error = #expect(throws: OffPolicyError.self) {
            try LoggedDecisions(
                arms: ["a", "b"], actions: [0, 1, 1], rewards: [0, 1, 0], propensities: [0.5, 0.5, propensity])
        }
        #expect(error?.code == "log.propensity")
        #expect(error?.message.contains("decision 2") == true)
    }
}
