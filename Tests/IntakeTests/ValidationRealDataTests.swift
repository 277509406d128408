import Commerce
import Foundation
import Testing

@testable import Intake

/// A real shop's log, where the shared data sets lie beside the package.
private let onlineRetail = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../../shared/data/online-retail/online_retail.csv.gz").standardized

// Skipped, visibly, where the data sets are absent: they are not the project's to pass on.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: onlineRetail.path), "needs ../shared/data"))
struct ValidationRealDataTests {
    /// The figures were counted by a script of plain dictionaries over the same rows.
    @Test func `the report finds what is in the first 30,000 rows of Online Retail`() throws {
        var reader = try IntakeSource.open(onlineRetail.path, preset: "online-retail")
        var builder = ValidationReport.Builder(source: "online_retail.csv.gz", now: moment("2012-01-01"))
        var rows = 0
        while rows < 30_000, let batch = try reader.nextBatch(limit: 5000) {
            rows += batch.rows
            builder.add(batch)
        }
        let report = builder.finish()
        #expect(report.rows.read == 30_000 && report.rows.setAside == 304 && report.records.events == 29_696)
        #expect(report.distinct.shoppers.count == 754 && report.distinct.items.count == 2610)
        #expect(report.distinct.orders.count == 1255)
        #expect(report.missing.first { $0.field == "shopper" }?.missing == 9815)
        #expect(report.duplicates.repeatedContent == 430)
        let reversals = report.reversals
        #expect(reversals.cancellations == 472 && reversals.matched == 143)
        #expect(reversals.partlyMatched == 2 && reversals.unmatched == 327 && reversals.matchedQuantity == 1114)
        #expect(report.repeatBuying.buyers == 768 && report.repeatBuying.repeatBuyers == 162)
        #expect(report.repeatBuying.repeatLines == 1132)
        #expect(report.currencies.map(\.purchased) == [536_312.46])
        #expect(report.findings.contains { $0.code == "missing.shopper" && $0.severity == .warning })
    }
}
