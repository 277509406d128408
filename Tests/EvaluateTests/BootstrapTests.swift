import Commerce
import Foundation
import Testing

@testable import Evaluate

@Suite("Bootstrap intervals")
struct BootstrapTests {
    /// One figure per query.
    static func sums(_ figures: [Double], owners: [Int]? = nil) -> OwnerSums {
        let numbers = owners ?? Array(figures.indices)
        return OwnerSums(
            keys: [MetricKey(.ndcg, at: 10)], figures: figures, ownerOfQuery: numbers,
            owners: (numbers.max() ?? -1) + 1)
    }

    @Test("sums are per owner, and undefined figures are in neither sum nor count")
    func ownerSums() {
        let keys: [MetricKey] = ["hr@5", "diversity@5"]
        let sums = OwnerSums(
            keys: keys, figures: [1, 0.5, 0, .nan, 1, 0.25, 1, .nan], ownerOfQuery: [0, 1, 0, 2], owners: 3)
        #expect(sums.column(0).sums == [2, 0, 1])
        #expect(sums.column(0).counts == [2, 1, 1])
        #expect(sums.column(1).sums == [0.75, 0, 0])
        #expect(sums.column(1).counts == [2, 0, 0])
        #expect(sums.ratios(of: sums.totals()) == [0.75, 0.375])
    }

    @Test("replicates are ratios of resampled sums: a constant stays constant, counts add up")
    func replicates() throws {
        let bootstrap = try Bootstrap(resamples: 21, seed: 1)
        let constant = bootstrap.replicates(
            of: Self.sums(Array(repeating: 0.25, count: 13), owners: (0..<13).map { $0 / 2 }))
        #expect(constant.column(0) == Array(repeating: 0.25, count: 21))
        // One owner in three has all the figures: a replicate is the share of draws that hit it.
        let one = bootstrap.replicates(of: Self.sums([1, 0, 0]))
        #expect(one.column(0).allSatisfy { value in [0, 1.0 / 3, 2.0 / 3, 1].contains { isClose($0, value) } })
        #expect(Set(one.column(0)).count > 1)
    }

    @Test("replicates spread as theory says")
    func spread() throws {
        let figures = (0..<200).map { Double($0 % 10) / 10 }
        let column = try Bootstrap(resamples: 2000, seed: 3).replicates(of: Self.sums(figures)).column(0)
        let mean = column.reduce(0, +) / 2000
        let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
        // Variance 0.0825 over 200; the sample variance of 2,000 draws is within 6 standard errors, 19 %.
        #expect(isClose(mean, 0.45, absolute: 6 * (0.0825 / 200 / 2000).squareRoot()))
        #expect(isClose(variance, 0.0825 / 200, absolute: 0, relative: 0.19))
    }

    @Test("the same seed gives the same intervals, another seed others")
    func seeds() throws {
        let sums = Self.sums((0..<50).map { Double($0 * $0 % 7) })
        func interval(_ seed: UInt64) throws -> Interval? {
            let bootstrap = try Bootstrap(resamples: 100, seed: seed)
            return bootstrap.intervals(of: sums, from: bootstrap.replicates(of: sums))["ndcg@10"]
        }
        #expect(try interval(1) == interval(1))
        #expect(try interval(1) != interval(2))
    }

    @Test("without variation the interval is a point; with one shopper there is none")
    func degenerate() throws {
        let bootstrap = try Bootstrap(resamples: 50, seed: 1)
        let constant = Self.sums([0.5, 0.5, 0.5])
        #expect(
            bootstrap.intervals(of: constant, from: bootstrap.replicates(of: constant))
                == ["ndcg@10": Interval(low: 0.5, high: 0.5)])
        let alone = Self.sums([0.2, 0.4], owners: [0, 0])
        #expect(bootstrap.intervals(of: alone, from: bootstrap.replicates(of: alone)).isEmpty)
        let undefined = Self.sums([.nan, .nan])
        #expect(bootstrap.intervals(of: undefined, from: bootstrap.replicates(of: undefined)).isEmpty)
    }

    @Test("too few resamples and impossible confidences are refused")
    func parameters() {
        #expect(throws: EvaluateError.self) { try Bootstrap(resamples: 19, seed: 1) }
        for confidence in [0, 1, -0.5, .nan] {
            #expect(throws: EvaluateError.self) { try Bootstrap(confidence: confidence, seed: 1) }
        }
    }

    /// 400 shops of 120 shoppers, three of ten with a hit at ranks 1 to 10. With a true coverage of 0.94, fewer
    /// than 0.89 or more than 0.98 would be seen in less than one of ten thousand runs.
    @Test("95 % intervals cover the truth about 95 times in 100", arguments: Bootstrap.Method.allCases)
    func coverage(method: Bootstrap.Method) throws {
        let gains = (1...10).map { 1 / log2(Double($0) + 1) }
        let truth = 0.3 * gains.reduce(0, +) / 10
        var generator = SeededGenerator(seed: 11)
        var covered = 0
        for shop in 0..<400 {
            let figures = (0..<120).map { _ in
                generator.unit() < 0.3 ? gains[Int.random(in: 0..<10, using: &generator)] : 0
            }
            let sums = Self.sums(figures)
            let bootstrap = try Bootstrap(resamples: 199, method: method, seed: UInt64(shop))
            let intervals = bootstrap.intervals(of: sums, from: bootstrap.replicates(of: sums))
            if try #require(intervals["ndcg@10"]).contains(truth) { covered += 1 }
        }
        #expect((356...392).contains(covered))
    }

    /// Owners have 1 to 6 queries with the same figure each; the truth is the ratio of expectations.
    @Test("queries of one owner are resampled together; pretending otherwise covers too little")
    func clusters() throws {
        var generator = SeededGenerator(seed: 12)
        var (covered, coveredAlone) = (0, 0)
        for shop in 0..<300 {
            var (figures, owners) = ([Double](), [Int]())
            for owner in 0..<80 {
                let figure = generator.unit() < 0.4 ? 1.0 : 0
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    figures.append(figure)
                    owners.append(owner)
                }
            }
            let bootstrap = try Bootstrap(resamples: 199, method: .percentile, seed: UInt64(shop))
            for isClustered in [true, false] {
                let sums = Self.sums(figures, owners: isClustered ? owners : nil)
                let interval = bootstrap.intervals(of: sums, from: bootstrap.replicates(of: sums))["ndcg@10"]
                if try #require(interval).contains(0.4) {
                    if isClustered { covered += 1 } else { coveredAlone += 1 }
                }
            }
        }
        #expect((267...296).contains(covered))
        #expect(coveredAlone < 240)
    }
}
