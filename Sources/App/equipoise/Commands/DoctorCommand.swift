import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger
import Terminal

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check a shop's ledger and models, and whether it can be served; say what to do about what is wrong.",
        discussion: """
            Example:
              equipoise doctor --data shop

            Works beside a running server. Exits with 0 only when everything is sound.
            """)

    @OptionGroup var place: DataOption
    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        let report = try Diagnosis(ledger: SQLiteLedger(folder: place.folder), of: ShopFolder(place.folder))
        try output.print(json: encodedJSON(report), text: report.text(in: speech.language))
        if !report.isSound { throw ExitCode.failure }
    }
}

extension Diagnosis {
    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        var rows: [(String, String)] = [
            (isChinese ? "事件" : "events", grouped(ledger.events)),
            (
                isChinese ? "时间范围" : "from … to",
                [ledger.oldestEvent, ledger.newestEvent].map { $0?.iso8601 ?? "–" }.joined(separator: " … ")
            ),
            (isChinese ? "顾客" : "shoppers", grouped(ledger.shoppers)),
            (isChinese ? "访客" : "visitors", grouped(ledger.visitors)),
            (
                isChinese ? "商品（有描述）" : "items (described)",
                "\(grouped(ledger.items)) (\(grouped(ledger.describedItems)))"
            ),
            (isChinese ? "导入（未完成）" : "imports (unfinished)", "\(ledger.imports) (\(ledger.unfinishedImports))"),
            (isChinese ? "模型快照" : "model snapshots", "\(snapshots.count)"),
            (isChinese ? "使用中的进程" : "served by process", serving.process.map { "\($0)" } ?? "–"),
            (isChinese ? "在用快照" : "snapshot that serves", serving.snapshot ?? "–"),
            (isChinese ? "已学习决策" : "decisions learned from", serving.updates.map(grouped) ?? "–"),
            (isChinese ? "可用空间" : "free space", "\(grouped(serving.freeBytes >> 20)) MiB"),
            (
                isChinese ? "可打开文件" : "files that may be open",
                serving.openFiles == .max ? "∞" : grouped(serving.openFiles)
            ),
        ]
        for (kind, count) in ledger.eventsByKind.sorted(by: { $0.value > $1.value }) {
            rows.append(("  " + kind, grouped(count)))
        }
        let width = rows.map { $0.0.displayWidth }.max() ?? 0
        var lines = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.displayWidth + 2) + $0.1 }
        for snapshot in snapshots {
            lines.append("  \(snapshot.version)  \(snapshot.problem ?? (isChinese ? "完好" : "sound"))")
        }
        lines += problems.map { "! \($0)" }
        lines.append(
            isSound
                ? (isChinese ? "一切正常" : "everything is sound")
                : (isChinese ? "发现问题，见上" : "problems were found, see above"))
        return lines.joined(separator: "\n")
    }
}
