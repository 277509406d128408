import Foundation
import Testing

@testable import Language

@Suite("Reports of compression")
struct CompressionReportTests {
    @Test("measure size, speed and likeness, and leave no files")
    func measuring() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let encoder = try SentenceEncoder(folder: EncoderFixture.folder("bert"))
        let texts = ["a red dress", "not good", "very bad shoes"]
        var report = CompressionReport()
        let vectors = try report.add("fp32", encoder, texts: texts, folder: folder, runs: 1)
        try report.add("int8", encoder.quantised(), texts: texts, beside: vectors, folder: folder, runs: 1)
        var sparse = encoder
        sparse.encoder = try encoder.encoder.prunedByMagnitude(0.25)
        try report.add("sparse", sparse, texts: texts, beside: vectors, folder: folder, runs: 1)
        try report.add(
            "asked", encoder.encoder, texts: 3, folder: folder, save: encoder.save, answer: {}, quality: { (0.75, nil) }
        )
        let rows = report.rows
        #expect(rows.map(\.name) == ["fp32", "int8", "sparse", "asked"])
        #expect(abs(rows[0].quality - 1) < 1e-12 && rows[1].quality > 0.99 && rows[1].quality < 1)
        #expect(rows[1].leastQuality ?? 2 <= rows[1].quality && rows[3].quality == 0.75 && rows[3].leastQuality == nil)
        #expect(rows[1].bytes < rows[0].bytes && rows[2].bytes == rows[0].bytes && rows[0].bytes > 20_000)
        #expect(rows[2].zeros == 0.25 && rows[0].zeros == 0 && rows.allSatisfy { $0.textsPerSecond > 0 })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        let coded = try JSONDecoder().decode(CompressionReport.self, from: JSONEncoder().encode(report))
        #expect(coded == report)
        expect("encoder.empty") { try report.add("none", encoder, texts: [], folder: folder) }
    }

    @Test("are printed in columns that stand, in either language")
    func table() {
        var report = CompressionReport()
        report.rows = [
            .init(
                name: "fp32", bytes: 90_900_000, parameters: 22_565_376, zeros: 0, textsPerSecond: 150, quality: 1,
                leastQuality: 1),
            .init(
                name: "剪枝", bytes: 23_400_000, parameters: 22_600_000, zeros: 0.5, textsPerSecond: 450.04,
                quality: 0.99862, leastQuality: nil),
        ]
        let chinese = CompressionReport.Headings(
            name: "模型", size: "MB", parameters: "参数", zeros: "零", speed: "条/秒", ratio: "倍", quality: "余弦",
            leastQuality: "最小")
        #expect(
            report.table(chinese) == """
                模型    MB      参数      零  条/秒    倍    余弦    最小
                fp32  90.9  22565376   0.0 %  150.0  1.00  1.0000  1.0000
                剪枝  23.4  22600000  50.0 %  450.0  3.00  0.9986        
                """)
        report.rows = [report.rows[0]]
        let english = CompressionReport.Headings(
            name: "model", size: "MB", parameters: "parameters", zeros: "zeros", speed: "texts/s", ratio: "times",
            quality: "cosine", leastQuality: "least")
        #expect(
            report.table(english) == """
                model    MB  parameters  texts/s  times  cosine   least
                fp32   90.9    22565376    150.0   1.00  1.0000  1.0000
                """)
    }
}
