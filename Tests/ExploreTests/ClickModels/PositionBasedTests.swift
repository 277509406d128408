import Commerce
import Explore
import Foundation
import Linear
import Testing

struct PositionBasedTests {
    /// 20,000 lists of five. Four and a half standard errors: fails for about one seed in 40,000.
    @Test(arguments: [1, 2] as [UInt64])
    func recoversParametersWithinTheErrorsItStates(seed: UInt64) throws {
        let truth = SimulatedClicks(items: 12, length: 5)
        let fit = try PositionBased().fit(truth.positionBasedLog(lists: 20_000, seed: seed))
        #expect(fit.hasConverged)
        #expect(fit.model.examinations[0] == 1)
        #expect(fit.model.examinationErrors[0] == 0)
        for position in 1..<5 {
            let error = fit.model.examinationErrors[position]
            #expect(error > 0.001 && error < 0.02)
            #expect(abs(fit.model.examinations[position] - truth.examinations[position]) < 4.5 * error)
        }
        for item in 0..<12 {
            #expect(abs(fit.model.attractions[item] - truth.attractions[item]) < 0.05)
        }
    }

    /// 60 logs of 1,500 lists: squared errors over stated variances, summed, are chi-square with 240 degrees of freedom.
    /// The limits are beyond four and a half of its deviations.
    @Test func itsStandardErrorsAreOfTheRightSize() throws {
        let truth = SimulatedClicks(items: 8, length: 5)
        var likely = 0.0
        var randomised = 0.0
        for seed in 100..<160 as Range<UInt64> {
            let log = try truth.positionBasedLog(lists: 1_500, seed: seed)
            let models = (try PositionBased().fit(log).model, try RandomisedExamination().fit(log))
            for position in 1..<5 {
                func standardised(_ model: PositionBasedModel) -> Double {
                    (Foundation.log(model.examinations[position]) - Foundation.log(truth.examinations[position]))
                        / (model.examinationErrors[position] / model.examinations[position])
                }
                likely += pow(standardised(models.0), 2)
                randomised += pow(standardised(models.1), 2)
            }
        }
        // Positions of one log are compared with the same first position, so the sum varies more than chi-square does.
        #expect(likely > 240 * 0.55 && likely < 240 * 1.6)
        #expect(randomised > 240 * 0.55 && randomised < 240 * 1.6)
    }

    @Test func likelihoodNeverFallsAndEndsWherePlainExpectationMaximisationEnds() throws {
        let truth = SimulatedClicks(items: 6, length: 4, level: 0.5)
        let log = try truth.positionBasedLog(lists: 200, seed: 3)
        let fit = try PositionBased(tolerance: 1e-10).fit(log)
        for (before, after) in zip(fit.logLikelihoods, fit.logLikelihoods.dropFirst()) {
            #expect(after >= before - 1e-9 * abs(before))
        }
        let plain = plainFit(log, rounds: 1_200)
        #expect(abs(fit.logLikelihoods.last! - fit.model.logLikelihood(of: log)) < 1e-7)
        #expect(fit.logLikelihoods.last! >= plain.logLikelihood - 1e-6)
        for position in 1..<4 {
            #expect(abs(fit.model.examinations[position] - plain.examinations[position]) < 1e-3)
        }
    }

    /// Expectation-maximisation as in the books, impression by impression.
    private func plainFit(_ log: ClickLog, rounds: Int) -> (examinations: [Double], logLikelihood: Double) {
        var examinations = [Double](repeating: 0.5, count: log.positionCount)
        var attractions = [Double](repeating: 0.5, count: log.itemCount)
        var likelihood = 0.0
        for _ in 0..<rounds {
            var looks = [Double](repeating: 0, count: log.positionCount)
            var wants = [Double](repeating: 0, count: log.itemCount)
            var counts = (positions: looks, items: wants)
            likelihood = 0
            for impression in 0..<log.impressions {
                let place = impression % log.positionCount
                let item = Int(log.items[impression])
                let e = examinations[place]
                let a = attractions[item]
                let isClick = log.clicks[impression]
                looks[place] += isClick ? 1 : e * (1 - a) / (1 - e * a)
                wants[item] += isClick ? 1 : a * (1 - e) / (1 - e * a)
                counts.positions[place] += 1
                counts.items[item] += 1
                likelihood += Foundation.log(isClick ? e * a : 1 - e * a)
            }
            examinations = zip(looks, counts.positions).map { $0 / $1 }
            attractions = zip(wants, counts.items).map { $0 / $1 }
        }
        return (examinations.map { $0 / examinations[0] }, likelihood)
    }

    @Test func twoPositionsWorkedByHand() throws {
        // One item, ten times at each position, eight clicks above and two below: examination 0.25, attraction 0.8.
        var log = ClickLog()
        for list in 0..<10 { try log.append(items: [0, 1], clicks: [list < 8, list < 1]) }
        for list in 0..<10 { try log.append(items: [1, 0], clicks: [list < 4, list < 2]) }
        // Item 1: 4 of 10 above, 1 of 10 below, which is the same ratio.
        for model in [try PositionBased().fit(log).model, try RandomisedExamination().fit(log)] {
            #expect(abs(model.examination(of: 2) - 0.25) < 1e-9)
            #expect(abs(model.attraction(of: 0) - 0.8) < 1e-9)
            #expect(abs(model.attraction(of: 1) - 0.4) < 1e-9)
            #expect(abs(model.averageAttraction - 0.6) < 1e-9)
            #expect(model.attraction(of: 99) == model.averageAttraction)
            #expect(model.examination(of: 7) == model.examination(of: 2))
            #expect(model.inverseExamination(of: 2, limit: 3) == 3)
            #expect(abs(model.inverseExamination(of: 2) - 4) < 1e-7)
            // A skip below is seen with chance 0.25 * 0.2 / (1 - 0.2).
            let seen = model.examined(items: [1, 0], clicks: [false, false])
            #expect(seen[0] == 1)
            #expect(abs(seen[1] - 0.0625) < 1e-9)
            #expect(model.examined(items: [1, 0], clicks: [false, true]) == [1, 1])
        }
    }

    /// Propensities that depend on the shopper: half of them like item 0 and see it first nearly always. Unweighted, the
    /// first position seems better than it is. 40,000 lists; limits of five standard errors and more.
    @Test func weighsByPropensitiesWhereShoppersDiffer() throws {
        var generator = SeededGenerator(seed: 8)
        var log = ClickLog()
        var blind = ClickLog()
        for _ in 0..<40_000 {
            let isFan = generator.bernoulli(0.5)
            let isFirst = generator.bernoulli(isFan ? 0.9 : 0.2)
            let attractions = isFan ? [0.8, 0.2] : [0.2, 0.4]
            let items: [Int32] = isFirst ? [0, 1] : [1, 0]
            let clicks = items.enumerated().map { place, item in
                generator.bernoulli(attractions[Int(item)] * (place == 0 ? 1 : 0.5))
            }
            let chance = isFan ? (isFirst ? 0.9 : 0.1) : (isFirst ? 0.2 : 0.8)
            try log.append(items: items, clicks: clicks, propensities: [chance, chance])
            try blind.append(items: items, clicks: clicks)
        }
        let weighted = try RandomisedExamination().fit(log)
        #expect(abs(weighted.examination(of: 2) - 0.5) < 5 * weighted.examinationErrors[1])
        #expect(weighted.examinationErrors[1] < 0.02)
        #expect(try abs(RandomisedExamination().fit(blind).examination(of: 2) - 0.5) > 0.1)
    }

    @Test func takesPositionsThatAreLookedAtMoreThanTheFirst() throws {
        var log = ClickLog()
        for list in 0..<10 { try log.append(items: [0, 1], clicks: [list < 2, list < 8]) }
        for list in 0..<10 { try log.append(items: [1, 0], clicks: [list < 4, list < 4]) }
        let model = try PositionBased().fit(log).model
        #expect(abs(model.examination(of: 2) - 2) < 1e-6)
        #expect(model.examined(items: [0, 1], clicks: [false, false])[1] == 1)
        #expect(model.examined(items: [0, 1], clicks: [false, false])[0] < 0.5)
    }

    @Test func refusesLogsThatSayNothing() throws {
        func code(_ log: ClickLog) -> String? {
            let error = #expect(throws: ExploreError.self) { try PositionBased().fit(log) }
            return error?.code
        }
        var log = ClickLog()
        #expect(code(log) == "clicks.empty")
        try log.append(items: [0], clicks: [true])
        #expect(code(log) == "clicks.positions")
        var unclicked = ClickLog()
        for _ in 0..<5 { try unclicked.append(items: [0, 1], clicks: [false, false]) }
        #expect(code(unclicked) == "clicks.none")
        try unclicked.append(items: [0, 1], clicks: [true, false])
        #expect(code(unclicked) == "clicks.position")
        try unclicked.append(items: [0, 1], clicks: [true, true])
        #expect(code(unclicked) == "clicks.identifiability")
        #expect(throws: ExploreError.self) { try RandomisedExamination().fit(unclicked) }
        try unclicked.append(items: [1, 0], clicks: [false, true])
        #expect(try PositionBased().fit(unclicked).model.examinations.count == 2)
    }

    @Test func refusesListsThatAreNoLists() throws {
        var log = ClickLog()
        for (items, clicks, chances, code) in [
            ([], [], nil, "clicks.shape"), ([1], [true, false], nil, "clicks.shape"),
            ([1, 2], [true, false], [0.5], "clicks.shape"), ([0, -1], [true, false], nil, "clicks.item"),
            ([0, 1], [true, false], [0.5, 0], "clicks.propensity"),
            ([0, 1], [true, false], [0.5, .nan], "clicks.propensity"),
            ([0, 1], [true, false], [0.5, 1.5], "clicks.propensity"),
        ] as [([Int32], [Bool], [Double]?, String)] {
            let error = #expect(throws: ExploreError.self) {
                try log.append(items: items, clicks: clicks, propensities: chances)
            }
            #expect(error?.code == code)
        }
        #expect(log.lists == 0)
        try log.append(items: [0], clicks: [true], propensities: [1])
        #expect(throws: ExploreError.self) { try log.append(items: [0], clicks: [true]) }
        #expect(throws: ExploreError.self) { try PositionBased(maximumRounds: 0) }
        #expect(throws: ExploreError.self) { try PositionBased(tolerance: 0) }
    }
}
