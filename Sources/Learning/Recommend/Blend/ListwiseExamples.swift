public import Commerce
import Evaluate
import Linear

/// A question with its right answers: what a blend learns its weights from.
public struct ValidationCase: Sendable, Hashable {
    public let history: History
    /// Item rows that the shopper chose next.
    public let targets: [Int32]

    public init(history: History, targets: [Int32]) {
        self.history = history
        self.targets = targets
    }
}

/// For each case the standard scores of its candidates, which are the best items of every component.
///
/// Cases whose targets no component puts among its best are left out: they say nothing about weights, since no
/// blend could rank those targets well, and putting them among the candidates by force would teach that good scores
/// are bad.
struct ListwiseExamples: Sendable {
    let components: Int
    /// Case after case, in each component after component, in each candidate after candidate.
    private(set) var features: [Float] = []
    /// Candidates of case `i` lie at `starts[i] ..< starts[i + 1]`, counted in candidates.
    private(set) var starts: [Int] = [0]
    /// The places of the targets among the candidates of each case.
    private(set) var targets: [[Int]] = []

    /// Candidates taken from each component.
    static let depth = 50

    /// Scores every case with every component, a block of cases at a time.
    init(_ components: [any Recommender], cases: [ValidationCase]) throws {
        self.components = components.count
        guard let items = components.first?.items.count else { return }
        let block = 256
        for start in stride(from: 0, to: cases.count, by: block) {
            let part = Array(cases[start..<min(cases.count, start + block)])
            let histories = part.map(\.history)
            let scores = try components.map { component in
                var scores = Matrix(rows: part.count, columns: items)
                try component.score(histories, into: &scores)
                return scores
            }
            for example in Parallel.map(part.count, { Self.example(part[$0], row: $0, of: scores) }) {
                if let example { append(example) }
            }
        }
    }

    /// Of no case yet.
    init(components: Int) { self.components = components }

    /// Number of cases.
    var count: Int { targets.count }

    struct Example {
        /// Component after component, in each candidate after candidate.
        let features: [Float]
        let candidates: Int
        /// Places among the candidates.
        let targets: [Int]
    }

    mutating func append(_ example: Example) {
        features += example.features
        starts.append(starts[starts.count - 1] + example.candidates)
        targets.append(example.targets)
    }

    private static func example(_ question: ValidationCase, row: Int, of scores: [Matrix]) -> Example? {
        let own = Set(question.history.items)
        var candidates: Set<Int32> = []
        var standards: [[Float]] = []
        for matrix in scores {
            var values = Array(matrix[row: row])
            values.withUnsafeMutableBufferPointer { buffer in
                let standard = StandardScores(of: buffer, outside: question.history)
                for place in buffer.indices { buffer[place] = standard.standard(buffer[place]) }
                for item in own where buffer.indices.contains(Int(item)) { buffer[Int(item)] = -.infinity }
                candidates.formUnion(topK(UnsafeBufferPointer(buffer), count: depth).map(\.index))
            }
            standards.append(values)
        }
        let ordered = candidates.sorted()
        let wanted = Set(question.targets)
        let places = ordered.indices.filter { wanted.contains(ordered[$0]) }
        guard !places.isEmpty else { return nil }
        // Where one component says "never", its lowest finite score keeps the sums finite.
        let features = standards.flatMap { values in
            let chosen = ordered.map { values[Int($0)] }
            let lowest = chosen.filter(\.isFinite).min() ?? 0
            return chosen.map { $0.isFinite ? $0 : lowest }
        }
        return Example(features: features, candidates: ordered.count, targets: places)
    }
}
