public import Commerce
import Foundation
import Intake
import Linear

/// A whole Open Bandit log in columns.
public struct OpenBanditLog: Sendable {
    public private(set) var times: [Timestamp] = []
    public private(set) var items: [Int32] = []
    public private(set) var positions: [Int32] = []
    public private(set) var clicks: [Bool] = []
    public private(set) var propensities: [Double] = []
    /// The words of each user feature, in order of their first appearance.
    public private(set) var words: [[String]]
    /// Each row's word of each user feature, as a place in ``words``. Shape [rows, user features].
    public private(set) var userFeatures: [Int32] = []
    /// Shape [rows, items], or empty.
    public private(set) var affinities: [Float] = []
    /// What is known of the items; nothing when no item file was read.
    public let catalogue: OpenBanditItems?
    /// Number of items to choose from.
    public private(set) var itemCount: Int
    /// Rows that were left out.
    public private(set) var leftOut = LeftOut()

    /// Reads a file, and the items from a second one.
    ///
    /// - Parameter items: path of `item_context.csv`; when not given, a file of that name beside the log is read.
    /// - Throws: as ``LogScan/run(_:body:)`` and the initialisers of the readers; ``OffPolicyError`` `log.empty`.
    public init(path: String, items: String? = nil, scan: LogScan = LogScan()) throws {
        let beside = URL(filePath: path).deletingLastPathComponent().appending(path: "item_context.csv").path
        let itemPath = items ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil)
        catalogue = try itemPath.map { try OpenBanditItems(path: $0) }
        var reader = try OpenBanditReader(path: path, items: catalogue?.count)
        words = Array(repeating: [], count: reader.userFeatures)
        itemCount = catalogue?.count ?? reader.affinities
        var codes: [[String: Int32]] = Array(repeating: [:], count: reader.userFeatures)
        leftOut = try scan.run(&reader) { row, _ in append(row, &codes) }
        guard !self.items.isEmpty else {
            throw OffPolicyError(
                code: "log.empty", message: "\(path) holds no row that can be used",
                remedy: "check that the export that wrote it was complete")
        }
    }

    private mutating func append(_ row: OpenBanditRow, _ codes: inout [[String: Int32]]) {
        times.append(row.time)
        items.append(Int32(row.item))
        positions.append(Int32(row.position))
        clicks.append(row.isClicked)
        propensities.append(row.propensity)
        for (feature, word) in row.userFeatures.enumerated() {
            let code = codes[feature][word] ?? Int32(words[feature].count)
            if Int(code) == words[feature].count {
                codes[feature][word] = code
                words[feature].append(word)
            }
            userFeatures.append(code)
        }
        affinities += row.affinities
        itemCount = max(itemCount, row.item + 1)
    }

    public var count: Int { items.count }

    /// The rows as choices among the items.
    ///
    /// Contexts are the words of the user features as zeros and ones, in alphabetical order so that two logs of one
    /// campaign agree, then the affinities; with all positions, the position in front, also as zeros and ones.
    /// - Parameters:
    ///   - position: the rows of one position; all of them when nothing.
    ///   - vocabulary: the words to use instead of the log's own, as ``sortedWords`` of all logs that are compared.
    /// - Throws: ``OffPolicyError`` `log.empty` when no row has that position.
    public func decisions(at position: Int? = nil, vocabulary: [[String]]? = nil) throws -> LoggedDecisions {
        let rows =
            position.map { wanted in items.indices.filter { positions[$0] == Int32(wanted) } }
            ?? Array(items.indices)
        guard !rows.isEmpty else {
            throw OffPolicyError(
                code: "log.empty", message: "no row has position \(position ?? 0)",
                remedy: "the positions are \(Set(positions).sorted().map(String.init).joined(separator: ", "))")
        }
        return try LoggedDecisions(
            arms: (0..<itemCount).map(String.init), actions: rows.map { items[$0] },
            rewards: rows.map { clicks[$0] ? 1 : 0 }, propensities: rows.map { propensities[$0] },
            contexts: contexts(rows, withPosition: position == nil, vocabulary ?? sortedWords),
            actionFeatures: catalogue?.features, times: rows.map { times[$0] })
    }

    /// The words of each user feature in alphabetical order.
    public var sortedWords: [[String]] { words.map { $0.sorted() } }

    private func contexts(_ rows: [Int], withPosition: Bool, _ vocabulary: [[String]]) -> Matrix {
        let places = withPosition ? Int(positions.max() ?? 0) : 0
        var starts: [Int] = [places]
        for list in vocabulary { starts.append((starts.last ?? 0) + list.count) }
        let wordWidth = starts[starts.count - 1]
        let affinityWidth = affinities.isEmpty ? 0 : affinities.count / count
        // Where each word's column is; a word outside the vocabulary has none.
        let columns: [[Int?]] = words.enumerated().map { feature, list in
            list.map { word in
                feature < vocabulary.count ? vocabulary[feature].firstIndex(of: word).map { starts[feature] + $0 } : nil
            }
        }
        var matrix = Matrix(rows: rows.count, columns: wordWidth + affinityWidth)
        for (place, row) in rows.enumerated() {
            if withPosition { matrix[place, Int(positions[row]) - 1] = 1 }
            for feature in words.indices {
                guard let column = columns[feature][Int(userFeatures[row * words.count + feature])] else { continue }
                matrix[place, column] = 1
            }
            for item in 0..<affinityWidth { matrix[place, wordWidth + item] = affinities[row * affinityWidth + item] }
        }
        return matrix
    }
}
