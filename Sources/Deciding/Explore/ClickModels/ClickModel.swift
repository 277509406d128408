import Foundation

/// What a shopper looks at and clicks on a list, fitted from a log.
public protocol ClickModel: Sendable {
    /// Chance of a click at each position of a list, before any answer is known. Shape [list].
    func clickProbabilities(items: [Int32]) -> [Double]

    /// Chance of each click given the answers at the positions before it: their product is the chance of the list's
    /// answers. Shape [list].
    func conditionalClickProbabilities(items: [Int32], clicks: [Bool]) -> [Double]

    /// Chance that each position was looked at, given all answers of the list: 1 where there was a click. Shape [list].
    func examined(items: [Int32], clicks: [Bool]) -> [Double]
}

extension ClickModel {
    /// Log-likelihood of a log; minus infinity when an answer was impossible. O(impressions).
    public func logLikelihood(of log: ClickLog) -> Double {
        var sum = 0.0
        for list in 0..<log.lists {
            let range = log.starts[list]..<log.starts[list + 1]
            let clicks = Array(log.clicks[range])
            let chances = conditionalClickProbabilities(items: Array(log.items[range]), clicks: clicks)
            for (chance, click) in zip(chances, clicks) { sum += Foundation.log(click ? chance : 1 - chance) }
        }
        return sum
    }

    /// How surprising the clicks at each position are: `2^(-mean of log2 P(what happened))`, from 1 (foreseen) to 2 (no
    /// better than a coin) and above (misled). Shape [positions].
    ///
    /// Of the unconditional chances, as usual for click models (Dupret and Piwowarski, SIGIR 2008): models that may
    /// look at earlier answers and models that may not are judged alike. O(impressions).
    public func perplexity(of log: ClickLog) -> [Double] {
        var sums = [Double](repeating: 0, count: log.positionCount)
        var counts = sums
        for list in 0..<log.lists {
            let range = log.starts[list]..<log.starts[list + 1]
            for (place, chance) in clickProbabilities(items: Array(log.items[range])).enumerated() {
                sums[place] += log2(log.clicks[range.lowerBound + place] ? chance : 1 - chance)
                counts[place] += 1
            }
        }
        return zip(sums, counts).map { exp2(-$0 / $1) }
    }

    /// The answers to one list with weights that undo its positions: each counts by the chance that it was looked at,
    /// given all answers, times the weight it had.
    ///
    /// A click counts in full; a skip counts as much as it was probably seen. With the true model, the weighted share of
    /// clicks is then the attraction, whatever the position (the expectation step of Dempster, Laird and Rubin). Rewards
    /// stay as they are, so policies with a bounded reward can learn from them. Answers that were certainly not seen are
    /// left out.
    ///
    /// - Parameters:
    ///   - answers: from the first position; a positive reward is a click.
    ///   - items: numbers as in the log that was fitted.
    /// - Throws: ``ExploreError`` `clicks.shape` when there are not as many items as answers.
    public func weighed(_ answers: [Feedback], items: [Int32]) throws -> [Feedback] {
        guard answers.count == items.count else {
            throw ExploreError(code: "clicks.shape", message: "\(answers.count) answers, but \(items.count) items")
        }
        let weights = examined(items: items, clicks: answers.map { $0.reward > 0 })
        return zip(answers, weights).compactMap { answer, weight in
            guard weight > 0 else { return nil }
            var weighed = answer
            weighed.weight *= weight
            return weighed
        }
    }
}
