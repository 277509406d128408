import ArgumentParser
import Explore
import Foundation
import OffPolicy

/// Times the reading of what ``LogFiles`` wrote.
struct ReadingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reading")

    @Argument(help: "The folder that ope-files wrote to.") var folder: String

    func run() throws {
        var table = FigureTable(
            "reading logs",
            [("layout", "s"), ("decisions", ",.0f"), ("MB", ".0f"), ("seconds", ".2f"), ("decisions/s", ",.0f")])
        let (choices, records, lists) = (path(LogFiles.choices), path(LogFiles.records), path(LogFiles.lists))
        try read("dsjson, 10 actions, features hashed", choices, HashedDSJSONReader(path: choices), into: &table)
        try read("dsjson, 10 actions, features by name", choices, DSJSONReader(path: choices), into: &table)
        try read("decision records, 10 candidates", records, DecisionReader(path: records), into: &table)
        try read("decision records, 300 candidates, 43 features", lists, DecisionReader(path: lists), into: &table)
        try FigureTable.print(table)
    }

    private func path(_ name: String) -> String { URL(filePath: folder).appending(path: name).path }

    private func read(_ name: String, _ path: String, _ reader: some LogReader, into table: inout FigureTable) throws {
        var (reader, count) = (reader, 0)
        let seconds = try timed { try LogScan().run(&reader) { _, _ in count += 1 } }.seconds
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Double ?? .nan
        table.append([
            .text(name), .number(Double(count)), .number(size / 1e6), .number(seconds),
            .number(Double(count) / seconds),
        ])
    }
}
