import Commerce
import Explore
import Testing

struct DecisionFeedbackTests {
    private var decision: Decision {
        var decision = Decision.showing(["a", "b", "c"], id: "1", at: minute(5), shopper: "s")
        decision.context = ["hour": 7, "isNew": 1, "other": 3]
        decision.slate[1].isPinned = true
        decision.slate[2].propensity = 0.25
        return decision
    }

    private func key(_ item: ItemID) -> Int32 { ["a": 10, "b": 11, "c": 12][item.rawValue] ?? -1 }

    @Test func rowsAreThePositionsThatWereNotPinned() throws {
        let feedback = try DecisionFeedback(contextNames: ["isNew", "hour"])
        let rows = try feedback.rows(of: decision, rewards: [0, 1, 0.5], key: key)
        #expect(rows.map(\.key) == [10, 12])
        #expect(rows.map(\.features) == [[1, 0], [1, 2]])
        #expect(rows.map(\.reward) == [0, 0.5])
        #expect(rows.map(\.propensity) == [0.5, 0.25])
        #expect(rows.map(\.weight) == [1, 1])
        #expect(rows.allSatisfy { $0.context.features == [1, 7] && $0.context.time == minute(5) })
        let slim = try feedback.rows(of: decision.keepingSlate(), rewards: [0, 1, 0.5], key: key)
        #expect(slim.map(\.features) == rows.map(\.features), "the shown candidates are enough")
    }

    @Test func aRefusalCountsByTheChanceThatItWasOne() throws {
        let feedback = try DecisionFeedback(examination: [1, 0.5])
        #expect(feedback.weight(at: 1, reward: 0) == 1)
        #expect(feedback.weight(at: 2, reward: 0) == 0.5)
        #expect(feedback.weight(at: 9, reward: 0) == 0.5, "the last chance stands for all after it")
        #expect(feedback.weight(at: 2, reward: 0.1) == 1)
        // 0.5 * 0.8 / (1 - 0.1)
        #expect(abs(feedback.weight(at: 2, reward: 0, response: 0.2) - 0.4 / 0.9) < 1e-15)
        #expect(feedback.weight(at: 2, reward: 0, response: .nan) == 0.5)
        #expect(feedback.weight(at: 2, reward: 0, response: 7) > 0)
        var logged = decision
        logged.candidates.means = [0, 0.2, 0, 0]
        let rows = try feedback.rows(of: logged, rewards: [0, 0, 0], key: key)
        #expect(abs(rows[1].weight - 0.4 / 0.9) < 1e-7, "the decision logged a mean of 0.2 for the third item")
    }

    /// An item of response 0.3, shown high and low in turn: 40,000 showings, so the standard error of each mean is below
    /// 0.004 and a deviation of 0.02 fails once in a million.
    @Test func theWeightedMeanIsTheResponseWhereverAnItemIsShown() throws {
        let curve = [1, 0.6, 0.35, 0.2]
        let feedback = try DecisionFeedback(examination: curve)
        var random = SeededGenerator(seed: 8)
        var (known, rough, plain) = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
        for showing in 0..<40_000 {
            let position = showing % 4
            let reward = random.unit() < curve[position] && random.unit() < 0.3 ? 1.0 : 0
            let exact = feedback.weight(at: position + 1, reward: reward, response: 0.3)
            let simple = feedback.weight(at: position + 1, reward: reward)
            known = (known.0 + exact * reward, known.1 + exact)
            rough = (rough.0 + simple * reward, rough.1 + simple)
            plain = (plain.0 + reward, plain.1 + 1)
        }
        #expect(abs(known.0 / known.1 - 0.3) < 0.02)
        #expect(plain.0 / plain.1 < 0.18, "unweighted, the low positions drag it down")
        #expect(rough.0 / rough.1 > 0.26 && rough.0 / rough.1 < 0.3)
    }

    @Test func whatDoesNotFitThrows() throws {
        func code(_ feedback: DecisionFeedback, _ decision: Decision, _ rewards: [Double]) -> String? {
            do throws(ExploreError) { _ = try feedback.rows(of: decision, rewards: rewards, key: key) } catch {
                return error.code
            }
            return nil
        }
        let feedback = try DecisionFeedback()
        #expect(code(feedback, decision, [0, 1]) == "feedback.shape")
        #expect(code(try DecisionFeedback(contextNames: ["age"]), decision, [0, 1, 0]) == "feedback.context")
        var other = decision
        other.candidates.items[1] = "z"
        #expect(code(feedback, other, [0, 1, 0]) == "feedback.candidate")
        other = decision
        other.candidates.features.removeLast()
        #expect(code(feedback, other, [0, 1, 0]) == "feedback.shape")
        other = decision
        other.candidates = CandidateSet()
        let rows = try feedback.rows(of: other, rewards: [0, 1, 0], key: key)
        #expect(rows.map(\.features) == [[], []], "a log from elsewhere may know the items only")
        for chance in [0, 1.1, -1, .nan] {
            #expect(throws: ExploreError.self) { try DecisionFeedback(examination: [1, chance]) }
        }
    }
}
