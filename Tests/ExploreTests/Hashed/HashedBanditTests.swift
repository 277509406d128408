import Commerce
import Explore
import Testing

@Suite("Bandits on hashed features")
struct HashedBanditTests {
    /// Users and actions of three kinds; like meets like. A uniformly random log: propensity 1/3.
    struct World {
        var generator: SeededGenerator
        static let actions = (0..<3).map { [("a\($0)", Float(1))] }

        mutating func next() -> (choice: HashedChoice, user: Int) {
            let user = Int(generator.next() % 3)
            return (many(user: [("u\(user)", 1)], actions: Self.actions), user)
        }

        mutating func reward(_ user: Int, _ action: Int) -> Double {
            generator.unit() < (user == action ? 0.6 : 0.2) ? 1 : 0
        }
    }

    static func trained(
        _ exploration: HashedBandit.Exploration, _ learning: HashedBandit.Learning, steps: Int, seed: UInt64
    ) throws -> (bandit: HashedBandit, world: World) {
        var world = World(generator: SeededGenerator(seed: seed))
        var bandit = try HashedBandit(exploration: exploration, learning: learning, model: HashedRegression())
        for _ in 0..<steps {
            let (choice, user) = world.next()
            let action = Int(world.generator.next() % 3)
            try bandit.learn(from: choice, action: action, reward: world.reward(user, action), propensity: 1 / 3)
        }
        return (bandit, world)
    }

    // 6,000 random decisions give each of nine means 667 answers, a standard error of at most 0.02; the gap is 0.4.
    @Test(
        "every way of learning finds the best action for everybody from a random log",
        arguments: HashedBandit.Learning.allCases, [0, 1] as [UInt64])
    func learns(learning: HashedBandit.Learning, seed: UInt64) throws {
        var (bandit, world) = try Self.trained(.epsilonGreedy(epsilon: 0.1), learning, steps: 6000, seed: seed)
        for _ in 0..<20 {
            let (choice, user) = world.next()
            let probabilities = try bandit.distribution(for: choice).probabilities
            #expect(abs(probabilities[user] - (0.9 + 0.1 / 3)) < 1e-9, "\(learning)")
            #expect(abs(probabilities[(user + 1) % 3] - 0.1 / 3) < 1e-9)
        }
    }

    @Test("rewards are unbiased under a log that prefers an action, with weights and without a model too")
    func unevenLog() throws {
        for learning in HashedBandit.Learning.allCases {
            var world = World(generator: SeededGenerator(seed: 8))
            var bandit = try HashedBandit(
                exploration: .epsilonGreedy(epsilon: 0), learning: learning, model: HashedRegression())
            let propensities = [0.8, 0.1, 0.1]
            for _ in 0..<20_000 {
                let (choice, user) = world.next()
                let action = try ActionDistribution(propensities).sample(using: &world.generator).action
                try bandit.learn(
                    from: choice, action: action, reward: world.reward(user, action), propensity: propensities[action])
            }
            for _ in 0..<9 {
                let (choice, user) = world.next()
                #expect(try bandit.distribution(for: choice).probabilities[user] == 1, "\(learning)")
            }
        }
    }

    @Test("SquareCB's probabilities follow its formula, and sharpen as it learns")
    func squareCB() throws {
        var (bandit, world) = try Self.trained(.squareCB(scale: 10, exponent: 0.5), .direct, steps: 900, seed: 3)
        let (choice, user) = world.next()
        var scores: [Float] = []
        bandit.model.score(choice, into: &scores)
        let probabilities = try bandit.distribution(for: choice).probabilities
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        for action in 0..<3 where action != user {
            let expected = 1 / (3 + 10 * 30 * Double(scores[user] - scores[action]))
            #expect(abs(probabilities[action] - expected) < 1e-9)
            #expect(probabilities[action] < 0.02)
        }
        var fresh = try HashedBandit(exploration: .squareCB(), model: HashedRegression())
        #expect(try fresh.distribution(for: choice).probabilities.allSatisfy { abs($0 - 1 / 3) < 1e-12 })
    }

    @Test("a fresh greedy policy shares its probability between ties")
    func ties() throws {
        var bandit = try HashedBandit(exploration: .epsilonGreedy(epsilon: 0.2), model: HashedRegression())
        let choice = many(user: [("u", 1)], actions: World.actions)
        #expect(try bandit.distribution(for: choice).probabilities.allSatisfy { abs($0 - 1 / 3) < 1e-12 })
    }

    @Test("the same log gives the same policy")
    func deterministic() throws {
        var (first, world) = try Self.trained(.squareCB(), .doublyRobust, steps: 200, seed: 7)
        var (second, _) = try Self.trained(.squareCB(), .doublyRobust, steps: 200, seed: 7)
        let (choice, _) = world.next()
        #expect(try first.distribution(for: choice) == second.distribution(for: choice))
    }

    @Test("impossible feedback is refused and changes nothing")
    func badFeedback() throws {
        var (bandit, world) = try Self.trained(.epsilonGreedy(epsilon: 0.1), .regression, steps: 50, seed: 1)
        let (choice, _) = world.next()
        let before = bandit.model.score(choice, action: 0)
        func learn(_ action: Int = 0, reward: Double = 1, propensity: Double = 0.5, weight: Double = 1) throws {
            try bandit.learn(from: choice, action: action, reward: reward, propensity: propensity, weight: weight)
        }
        #expect(throws: ExploreError.self) { try learn(3) }
        #expect(throws: ExploreError.self) { try learn(-1) }
        for propensity in [0, -0.1, 1.1, .nan, 1e-300] {
            #expect(throws: ExploreError.self, "\(propensity)") { try learn(propensity: propensity) }
        }
        for reward in [Double.nan, .infinity, 1e39] { #expect(throws: ExploreError.self) { try learn(reward: reward) } }
        for weight in [0, -1, Double.nan, .infinity] {
            #expect(throws: ExploreError.self) { try learn(weight: weight) }
        }
        #expect(bandit.model.score(choice, action: 0) == before)
        #expect(throws: ExploreError.self) { try bandit.distribution(for: HashedChoice()) }
        #expect(throws: ExploreError.self) {
            try HashedBandit(exploration: .epsilonGreedy(epsilon: 1.1), model: HashedRegression())
        }
        #expect(throws: ExploreError.self) {
            try HashedBandit(exploration: .squareCB(scale: 0), model: HashedRegression())
        }
    }
}
