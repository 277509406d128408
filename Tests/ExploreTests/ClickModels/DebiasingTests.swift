import Commerce
import Explore
import Foundation
import Testing

struct DebiasingTests {
    /// The weighted share of clicks is the attraction, at every position alike; the unweighted one is not. 20,000 lists;
    /// limits of more than five standard errors.
    @Test(arguments: ["position-based", "cascade"])
    func weightedAnswersForgetPositions(kind: String) throws {
        let truth = SimulatedClicks(items: 6, length: 4, level: 0.4)
        let isCascade = kind == "cascade"
        let log =
            try isCascade
            ? truth.cascadeLog(lists: 20_000, seed: 6) : truth.positionBasedLog(lists: 20_000, seed: 6)
        let model: any ClickModel = try isCascade ? Cascade().fit(log).model : PositionBased().fit(log).model
        var weighted = [(clicks: Double, total: Double)](repeating: (0, 0), count: 6)
        var plain = weighted
        for list in 0..<log.lists {
            let range = log.starts[list]..<log.starts[list + 1]
            let items = Array(log.items[range])
            let answers = range.map { Feedback(key: log.items[$0], reward: log.clicks[$0] ? 1 : 0) }
            for answer in try model.weighed(answers, items: items) {
                weighted[Int(answer.key)].clicks += answer.weight * answer.reward
                weighted[Int(answer.key)].total += answer.weight
            }
            for answer in answers {
                plain[Int(answer.key)].clicks += answer.reward
                plain[Int(answer.key)].total += 1
            }
        }
        var plainError = 0.0
        for item in 0..<6 {
            #expect(abs(weighted[item].clicks / weighted[item].total - truth.attractions[item]) < 0.03)
            plainError = max(plainError, abs(plain[item].clicks / plain[item].total - truth.attractions[item]))
        }
        #expect(plainError > 0.05)
    }

    @Test func keepsWhatAnAnswerAlreadyWeighsAndDropsWhatWasNotSeen() throws {
        var log = ClickLog()
        try log.append(items: [0, 1], clicks: [true, false])
        try log.append(items: [1, 0], clicks: [true, false])
        let model = try Cascade(continuesAfterClick: false).fit(log).model
        let answers = [
            Feedback(key: 4, reward: 2.5, weight: 3, propensity: 0.2), Feedback(key: 5, reward: 0),
        ]
        let weighed = try model.weighed(answers, items: [0, 1])
        #expect(weighed.count == 1)
        #expect(weighed[0].key == 4)
        #expect(weighed[0].weight == 3)
        #expect(weighed[0].reward == 2.5)
        #expect(weighed[0].propensity == 0.2)
        #expect(throws: ExploreError.self) { try model.weighed(answers, items: [0]) }
    }

    /// Perplexity by hand: chances 0.8 and 0.4 at position 1, of which one click and one skip.
    @Test func perplexityWorkedByHandAndBestForTheTrueModel() throws {
        var hand = ClickLog()
        for list in 0..<10 { try hand.append(items: [0, 1], clicks: [list < 8, list < 1]) }
        for list in 0..<10 { try hand.append(items: [1, 0], clicks: [list < 4, list < 2]) }
        let model = try PositionBased().fit(hand).model
        var test = ClickLog()
        try test.append(items: [0, 1], clicks: [true, false])
        try test.append(items: [1, 0], clicks: [false, false])
        let perplexity = model.perplexity(of: test)
        #expect(abs(perplexity[0] - pow(0.8 * 0.6, -0.5)) < 1e-9)
        #expect(abs(perplexity[1] - pow(0.9 * 0.8, -0.5)) < 1e-9)

        let truth = SimulatedClicks(items: 10, length: 5)
        for isCascade in [false, true] {
            func draw(_ seed: UInt64) throws -> ClickLog {
                try isCascade
                    ? truth.cascadeLog(lists: 10_000, seed: seed) : truth.positionBasedLog(lists: 10_000, seed: seed)
            }
            let fresh = try draw(2)
            let positionBased = try PositionBased().fit(draw(1)).model.logLikelihood(of: fresh)
            let cascade = try Cascade().fit(draw(1)).model.logLikelihood(of: fresh)
            #expect(isCascade ? cascade > positionBased + 100 : positionBased > cascade + 100)
        }
    }
}
