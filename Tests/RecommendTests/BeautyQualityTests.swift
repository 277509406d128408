import Commerce
import Foundation
import Testing

@testable import Recommend

/// A public data set beside the checkout; absent on most machines.
private enum Beauty {
    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/amazon-beauty/Beauty.txt").standardizedFileURL

    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }
}

/// Floors on Amazon Beauty, leave-last-out, full ranking, history left out, every eighth shopper asked.
///
/// The published figures are for all shoppers; `equipoise evaluate` gives those. These floors, two standard errors or so
/// below what is measured, catch a model that went wrong.
@Suite(.enabled(if: Beauty.isThere, "needs ../shared/data beside the package"))
struct BeautyQualityTests {
    private static func split() throws -> (training: Interactions, cases: [ValidationCase]) {
        let lines = try String(contentsOf: Beauty.file, encoding: .utf8).split(separator: "\n")
        let rows = lines.map { $0.split(separator: " ").dropFirst().compactMap { Int32($0) }.map { $0 - 1 } }
        let training = Shop.interactions(items: Int(rows.joined().max() ?? -1) + 1, rows.map { $0.dropLast() })
        let cases = stride(from: 0, to: rows.count, by: 8).map { row in
            ValidationCase(history: training.history(of: Int32(row)), targets: [rows[row][rows[row].count - 1]])
        }
        return (training, cases)
    }

    @Test func `neighbours and the Markov chain keep their places above popularity`() throws {
        let (training, cases) = try Self.split()
        #expect(cases.count == 2796)
        func hitRate(_ estimator: some RecommenderEstimator) throws -> Double {
            let lists = try estimator.fitted(training).topK(for: cases.map(\.history), count: 10)
            let hits = zip(lists, cases).count { list, asked in list.contains { $0.item == asked.targets[0] } }
            return Double(hits) / Double(cases.count)
        }
        #expect(try hitRate(Popularity()) < 0.03)
        #expect(try hitRate(Markov.firstOrder) > 0.06)
        #expect(try hitRate(Markov()) > 0.08)
        #expect(try hitRate(ItemKNN()) > 0.07)
        #expect(try hitRate(UserKNN()) > 0.07)
    }
}
