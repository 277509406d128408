import Commerce
import Linear
import Testing

@testable import Recommend

@Suite("ALS")
struct ALSTests {
    static let examples = Shop.random(shoppers: 70, items: 25, longest: 10, seed: 3)
    static let exact = ALS.Solver.cholesky

    static func table(_ rows: Int, _ width: Int) -> Matrix {
        var generator = SeededGenerator(seed: 9)
        return Matrix(
            rows: rows, columns: width, values: (0..<rows * width).map { _ in Float(generator.normal()) / 3 })
    }

    /// What the model minimises, over every pair.
    static func loss(_ model: ALSModel, _ examples: Interactions, regularisation: Double) -> Double {
        let (shoppers, items) = (DoubleMatrix(model.shopperFactors), DoubleMatrix(model.system.table))
        let extra = model.evidence.matrix(examples)
        var loss = regularisation * (shoppers.values + items.values).reduce(0) { $0 + $1 * $1 }
        for shopper in 0..<shoppers.rows {
            for item in 0..<items.rows {
                let score = (0..<items.columns).reduce(0) { $0 + shoppers[shopper, $1] * items[item, $1] }
                let weight = Double(extra.value(row: shopper, column: Int32(item)))
                let wanted: Double = weight > 0 ? 1 : 0
                loss += (1 + weight) * (wanted - score) * (wanted - score)
            }
        }
        return loss
    }

    @Test("a row solves its equations", arguments: [[], [4], [0, 3, 24]] as [[Int32]])
    func exactSolution(entries: [Int32]) throws {
        let system = ImplicitLeastSquares(table: Self.table(25, 6), regularisation: 0.7)
        let weights = entries.map { Float($0) + 0.5 }
        var matrix = DoubleMatrix(system.table).gram(ridge: 0.7)
        var right = [Double](repeating: 0, count: 6)
        for (entry, weight) in zip(entries, weights) {
            let vector = system.table[row: Int(entry)].map(Double.init)
            for row in 0..<6 {
                right[row] += (1 + Double(weight)) * vector[row]
                for column in 0..<6 { matrix[row, column] += Double(weight) * vector[row] * vector[column] }
            }
        }
        let solution = try system.solution(entries: entries[...], weights: weights[...])
        expectClose(solution, matrix.inverse().times(right), absolute: 1e-5, relative: 1e-4)
    }

    @Test("conjugate gradient reaches the exact solution, whatever it starts from", arguments: [3, 16, 33])
    func conjugateGradient(width: Int) throws {
        let system = ImplicitLeastSquares(table: Self.table(25, width), regularisation: 1)
        let rows = ALSEvidence(alpha: 3, recency: .none, itemCount: 25).matrix(Self.examples)
        var exact = Matrix(rows: 70, columns: width)
        try system.solve(rows, into: &exact)
        var factors = Self.table(70, width)
        system.improve(&factors, given: rows, steps: 60)
        expectClose(factors.values, exact.values.map(Double.init), absolute: 2e-4)
    }

    @Test("the loss never rises with the exact solver", arguments: [0, 1, 2] as [UInt64])
    func lossFalls(seed: UInt64) throws {
        var last = Double.infinity
        for iterations in 1...6 {
            let model = try ALS(
                factors: 4, iterations: iterations, regularisation: 0.5, alpha: 2, recency: .none, solver: Self.exact
            ).fitted(Self.examples, seed: seed)
            let loss = Self.loss(model, Self.examples, regularisation: 0.5)
            #expect(loss <= last * (1 + 1e-6))
            last = loss
        }
    }

    @Test("conjugate gradient ends at about the loss of the exact solver")
    func solversAgree() throws {
        let losses = try [ALS.Solver.conjugateGradient(steps: 3), Self.exact].map { solver in
            let model = try ALS(factors: 4, iterations: 30, regularisation: 0.5, alpha: 2, solver: solver)
                .fitted(Self.examples)
            return Self.loss(model, Self.examples, regularisation: 0.5)
        }
        #expect(abs(losses[0] - losses[1]) < 0.01 * losses[1])
    }

    @Test("folding a training history in gives the stored factor", arguments: [Recency.none, .gentle])
    func foldIn(recency: Recency) throws {
        let model = try ALS(factors: 6, iterations: 4, regularisation: 1, recency: recency, solver: Self.exact)
            .fitted(Self.examples)
        let known = Self.examples.histories()
        let strangers = known.map { History(items: $0.items, weights: $0.weights) }
        expectClose(
            try model.queries(for: strangers).values, try model.queries(for: known).values.map(Double.init),
            absolute: 1e-5)
        #expect(try model.queries(for: known) == model.shopperFactors)
    }

    @Test("a known shopper whose history has grown is answered from what they did since")
    func grownHistory() throws {
        let model = try ALS(factors: 6, iterations: 4).fitted(Self.examples)
        var grown = Self.examples.history(of: 5)
        grown.items.append(20)
        grown.weights.append(1)
        let stranger = History(items: grown.items, weights: grown.weights)
        #expect(try model.scores(grown) == model.scores(stranger))
        #expect(try model.scores(grown) != model.scores(Self.examples.history(of: 5)))
    }

    @Test("reasons are the parts of the score that each item of the history adds")
    func reasons() throws {
        let model = try ALS(factors: 5, iterations: 5, regularisation: 1, alpha: 4, solver: Self.exact)
            .fitted(Self.examples)
        let history = History(items: [1, 4, 9, 4], weights: [1, 2, 3, 1])
        let (chosen, weights) = model.evidence(history)
        #expect(chosen == [1, 4, 9])
        let table = DoubleMatrix(model.system.table)
        var matrix = table.gram(ridge: 1)
        for (item, weight) in zip(chosen, weights) {
            for row in 0..<5 {
                for column in 0..<5 {
                    matrix[row, column] += Double(weight) * table[Int(item), row] * table[Int(item), column]
                }
            }
        }
        let inverse = matrix.inverse()
        for target in [0, 7, 12] {
            let pull = inverse.times((0..<5).map { table[target, $0] })
            let parts = zip(chosen, weights).map { item, weight in
                (1 + Double(weight)) * (0..<5).reduce(0) { $0 + pull[$1] * table[Int(item), $1] }
            }
            #expect(abs(parts.reduce(0, +) - Double(try model.scores(history)[target])) < 1e-4)
            let positive = parts.filter { $0 > 0 }.sorted(by: >)
            let strengths = model.reasons(for: Int32(target), given: history, limit: 9).map(\.strength)
            #expect(strengths.count == positive.count)
            for (strength, part) in zip(strengths, positive) {
                #expect(abs(strength - part / positive.reduce(0, +)) < 1e-3)
            }
        }
    }

    @Test("tastes are told apart, for strangers too")
    func tastes() throws {
        let examples = Tastes.examples()
        let model = try ALS(factors: 4, iterations: 10).fitted(examples)
        #expect(try Tastes.accuracy(model, examples.histories()) > 0.95)
        #expect(
            try Tastes.accuracy(model, Tastes.examples(seed: 2).histories().map { History(items: $0.items) }) > 0.95)
    }

    @Test("impossible hyperparameters are refused by name")
    func hyperparameters() throws {
        for wrong in [0, -1, .nan, .infinity] as [Double] {
            #expect(throws: RecommendError.self) { try ALS(regularisation: wrong) }
            #expect(throws: RecommendError.self) { try ALS(alpha: wrong) }
        }
        #expect(throws: RecommendError.self) { try ALS(iterations: 0) }
        #expect(throws: RecommendError.self) { try ALS(solver: .conjugateGradient(steps: 0)) }
        let error = try #require(throws: RecommendError.self) { try ALS(factors: 5000) }
        #expect(error.message == "ALS.factors must be in 1 ... 4096; got 5000")
    }
}
