import Commerce
import Explore
import Testing

/// A choice with one action from named features.
func single(user: [(String, Float)], action: [(String, Float)]) -> HashedChoice {
    many(user: user, actions: [action])
}

func many(user: [(String, Float)], actions: [[(String, Float)]]) -> HashedChoice {
    var choice = HashedChoice()
    func add(_ letter: Character, _ features: [(String, Float)]) {
        choice.beginNamespace(letter: letter.asciiValue ?? 0)
        for (name, value) in features {
            var hash = FeatureHash(namespace: String(letter).utf8)
            hash.combine(name.utf8)
            choice.append(hash: hash.value, value: value)
        }
    }
    add("U", user)
    for action in actions {
        choice.beginAction()
        add("A", action)
    }
    return choice
}

@Suite("Hashed regression")
struct HashedRegressionTests {
    @Test(
        "predictions agree with Vowpal Wabbit's, example by example",
        arguments: [FeatureInteractions.sharedByAction, .letters([.init(UInt8(ascii: "U"), UInt8(ascii: "A"))])])
    func oracle(interactions: FeatureInteractions) throws {
        var model = try HashedRegression(bits: 22, interactions: interactions)
        for (number, row) in HashedRegressionFixture.examples.enumerated() {
            let choice = single(
                user: [("u\(Int(row[2]))", Float(row[3])), ("u4", Float(row[4]))],
                action: [("a\(Int(row[5]))", 1), ("a5", Float(row[6]))])
            let score = model.score(choice, action: 0)
            // Vowpal Wabbit shows predictions within the targets seen so far, and so before the first one 0.
            let shown = min(max(Double(score), model.targets.lowerBound), model.targets.upperBound)
            #expect(abs(shown - row[7]) <= 1e-4 * max(1, abs(row[7])), "example \(number): \(score), \(row[7])")
            model.learn(choice, action: 0, prediction: score, target: Float(row[0]), weight: Float(row[1]))
        }
        #expect(HashedRegressionFixture.examples.count == 60)
    }

    @Test("scores of all actions at once equal those of one at a time, whatever the interactions", arguments: 0..<3)
    func batch(kind: Int) throws {
        let interactions: [FeatureInteractions] = [
            .none, .sharedByAction, try FeatureInteractions(pairs: ["UA", "AU"]),
        ]
        var model = try HashedRegression(bits: 10, interactions: interactions[kind])
        var generator = SeededGenerator(seed: 2)
        var scores: [Float] = []
        for _ in 0..<200 {
            let actions = (0..<5).map { _ in
                [("a\(generator.next() % 7)", Float(generator.unit())), ("b\(generator.next() % 3)", Float(1))]
            }
            let choice = many(
                user: [("u\(generator.next() % 5)", 1), ("v", Float(generator.unit()))], actions: actions)
            model.score(choice, into: &scores)
            try #require(scores.count == 5)
            for action in 0..<5 { #expect(abs(scores[action] - model.score(choice, action: action)) < 1e-4) }
            model.learn(choice, action: 1, prediction: scores[1], target: Float(generator.unit()))
        }
        #expect(scores.contains { abs($0) > 0.01 })
    }

    @Test("with products of shared features and an action's own, two groups of users can prefer different actions")
    func interactions() throws {
        func error(_ interactions: FeatureInteractions) throws -> Float {
            var model = try HashedRegression(interactions: interactions)
            var generator = SeededGenerator(seed: 4)
            var last: Float = 0
            for step in 0..<4000 {
                let (user, action) = (Int(generator.next() % 2), Int(generator.next() % 2))
                let choice = single(user: [("u\(user)", 1)], action: [("a\(action)", 1)])
                let (score, target) = (model.score(choice, action: 0), Float(user == action ? 1 : 0))
                if step >= 3000 { last += (score - target) * (score - target) / 1000 }
                model.learn(choice, action: 0, prediction: score, target: target)
            }
            return last
        }
        #expect(try error(.sharedByAction) < 0.001)
        #expect(try error(.letters([.init(85, 65)])) < 0.001)
        #expect(try error(.none) > 0.2)
    }

    @Test("an example moves the prediction towards its target and never past it, however much it counts")
    func importance() throws {
        let choice = single(user: [("u", 3)], action: [("a", -2)])
        var moves: [Float] = []
        for weight: Float in [0.01, 1, 100, 1e6, 1e20] {
            var model = try HashedRegression()
            model.learn(choice, action: 0, prediction: 0, target: 5, weight: weight)
            moves.append(model.score(choice, action: 0))
        }
        #expect(moves == moves.sorted())
        #expect(moves[0] > 0 && moves[0] < 1)
        #expect(moves.allSatisfy { $0 <= 5.0001 })
        #expect(abs(moves[4] - 5) < 1e-3)
    }

    @Test("features of any scale are learned alike, and zero, tiny and huge values do no harm")
    func scales() throws {
        for scale: Float in [1e-6, 1, 1e6] {
            var model = try HashedRegression()
            var generator = SeededGenerator(seed: 1)
            var error: Float = 0
            for step in 0..<2000 {
                let value = Float(generator.unit()) - 0.5
                let choice = single(user: [], action: [("x", value * scale), ("zero", 0), ("tiny", 1e-38)])
                let score = model.score(choice, action: 0)
                if step >= 1500 { error += abs(score - 2 * value) / 500 }
                model.learn(choice, action: 0, prediction: score, target: 2 * value)
            }
            #expect(error < 0.02, "scale \(scale): \(error)")
        }
    }

    @Test("updates worth one and a half million examples leave finite numbers")
    func longLife() throws {
        var model = try HashedRegression(bits: 8)
        var generator = SeededGenerator(seed: 9)
        let choices = (0..<64).map { place in
            single(user: [("u\(place % 8)", Float(place))], action: [("a\(place / 8)", 1)])
        }
        for step in 0..<100_000 {
            let choice = choices[Int(generator.next() % 64)]
            model.learn(
                choice, action: 0, prediction: model.score(choice, action: 0), target: step % 3 == 0 ? 1 : 0, weight: 15
            )
        }
        for choice in choices {
            let score = model.score(choice, action: 0)
            #expect(score.isFinite && abs(score - 1 / 3) < 1, "\(score)")
        }
    }

    @Test("settings out of range are refused by name")
    func settings() {
        #expect(throws: ExploreError.self) { try HashedRegression(bits: 0) }
        #expect(throws: ExploreError.self) { try HashedRegression(bits: 29) }
        #expect(throws: ExploreError.self) { try HashedRegression(learningRate: 0) }
        #expect(throws: ExploreError.self) { try HashedRegression(learningRate: .nan) }
        #expect(throws: ExploreError.self) { try FeatureInteractions(pairs: ["U"]) }
        #expect(throws: ExploreError.self) { try FeatureInteractions(pairs: ["UU"]) }
    }
}
