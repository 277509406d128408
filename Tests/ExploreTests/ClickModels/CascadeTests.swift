import Commerce
import Explore
import Foundation
import Testing

struct CascadeTests {
    /// 20,000 lists of five; limits of more than five standard errors of a share of the thousands of looks each
    /// parameter rests on.
    @Test(arguments: [1, 2] as [UInt64])
    func recoversItsParameters(seed: UInt64) throws {
        let truth = SimulatedClicks(items: 12, length: 5)
        let log = try truth.cascadeLog(lists: 20_000, seed: seed)
        let fit = try Cascade().fit(log)
        #expect(fit.hasConverged)
        for position in 0..<4 {
            #expect(abs(fit.model.continuation(after: position + 1) - truth.continuations[position]) < 0.08)
        }
        for item in 0..<12 { #expect(abs(fit.model.attraction(of: Int32(item)) - truth.attractions[item]) < 0.03) }
        for (before, after) in zip(fit.logLikelihoods, fit.logLikelihoods.dropFirst()) {
            #expect(after >= before - 1e-9 * abs(before))
        }
        #expect(abs(fit.logLikelihoods.last! - fit.model.logLikelihood(of: log)) < 1e-6)
    }

    @Test func withoutContinuationIsCountingUpToTheClick() throws {
        var log = ClickLog()
        try log.append(items: [0, 1, 2], clicks: [false, true, false])
        try log.append(items: [1, 0, 2], clicks: [false, false, false])
        try log.append(items: [2, 1, 0], clicks: [true, false, false])
        // Seen: item 0 twice, 1 twice (one click), 2 twice (one click).
        let fit = try Cascade(continuesAfterClick: false).fit(log)
        #expect(fit.model.attractions == [0, 0.5, 0.5])
        #expect(fit.model.continuations == [0, 0, 0])
        #expect(fit.model.averageAttraction == 2.0 / 6)
        #expect(abs(fit.model.logLikelihood(of: log) - 4 * Foundation.log(0.5)) < 1e-12)
        #expect(fit.model.clickProbabilities(items: [1, 2, 0]) == [0.5, 0.25, 0])
        #expect(fit.model.examinations(items: [1, 2, 0]) == [1, 0.5, 0.25])
        #expect(fit.model.examined(items: [0, 1, 2], clicks: [false, true, false]) == [1, 1, 0])
        #expect(fit.model.examined(items: [0, 1, 2], clicks: [false, false, false]) == [1, 1, 1])
    }

    /// Chances of all answers to a list add up to one, and agree with the unconditional ones.
    @Test func itsChancesAreADistributionOverAnswers() throws {
        let truth = SimulatedClicks(items: 6, length: 4, level: 0.5)
        let model = try Cascade().fit(truth.cascadeLog(lists: 500, seed: 4)).model
        let items: [Int32] = [3, 0, 5, 1]
        var total = 0.0
        var marginal = [0.0, 0, 0, 0]
        for code in 0..<16 {
            let clicks = (0..<4).map { code >> $0 & 1 == 1 }
            let chance = zip(model.conditionalClickProbabilities(items: items, clicks: clicks), clicks)
                .reduce(1) { $0 * ($1.1 ? $1.0 : 1 - $1.0) }
            total += chance
            for place in 0..<4 where clicks[place] { marginal[place] += chance }
        }
        #expect(abs(total - 1) < 1e-12)
        for (sum, chance) in zip(marginal, model.clickProbabilities(items: items)) {
            #expect(abs(sum - chance) < 1e-12)
        }
    }

    @Test func refusesSeveralClicksWhereNobodyLooksOn() throws {
        var log = ClickLog()
        try log.append(items: [0, 1], clicks: [true, false])
        try log.append(items: [0, 1], clicks: [true, true])
        let error = #expect(throws: ExploreError.self) { try Cascade(continuesAfterClick: false).fit(log) }
        #expect(error?.code == "clicks.cascade")
        #expect(error?.message.hasPrefix("list 1 has several clicks") == true)
        #expect(try Cascade().fit(log).model.continuation(after: 1) > 0)
        #expect(throws: ExploreError.self) { try Cascade(maximumRounds: 0) }
        #expect(throws: ExploreError.self) { try Cascade(tolerance: -1) }
        #expect(throws: ExploreError.self) { try Cascade().fit(ClickLog()) }
    }
}
