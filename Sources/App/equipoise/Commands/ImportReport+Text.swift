import Commerce
import Engine

extension ImportReport {
    /// A short paragraph per file.
    func text(in language: Language) -> String {
        files.map { $0.text(isChinese: language == .chinese) }.joined(separator: "\n")
    }
}

extension ImportReport.File {
    fileprivate func text(isChinese: Bool) -> String {
        if status == .alreadyImported {
            return isChinese ? "\(file)：此前已导入，没有新增" : "\(file): imported before, nothing added"
        }
        let rate = grouped(seconds > 0 ? Int(Double(rows) / seconds) : 0)
        // The counts are of the whole import, the seconds of its last part only: no rate can be told.
        let pace =
            status == .resumed
            ? (isChinese ? "接续中断的导入" : "an interrupted import, completed")
            : (isChinese ? "每秒 \(rate) 行" : "\(rate) rows/s")
        var lines = [
            isChinese
                ? "\(file)：\(grouped(rows)) 行，新增 \(grouped(eventsAdded)) 个事件（\(pace)）"
                : "\(file): \(grouped(rows)) rows, \(grouped(eventsAdded)) events added (\(pace))"
        ]
        let parts: [(count: Int, english: String, chinese: String)] = [
            (eventsKnown, "events known already", "个事件已存在"),
            (eventsContradicted, "events contradict one with the same id", "个事件与同编号事件矛盾"),
            (itemsChanged, "items new or changed", "个商品新增或变更"),
            (shoppersChanged, "shoppers new or changed", "位顾客新增或变更"),
            (setAside, "rows set aside (no act of a shopper)", "行搁置（不是顾客行为）"),
            (skipped, "rows of kinds that are not used", "行属于不使用的类型"),
            (rejected, "rows rejected", "行被拒绝"),
            (warnings, "warnings", "条警告"),
        ]
        for part in parts where part.count > 0 {
            lines.append("  \(grouped(part.count)) " + (isChinese ? part.chinese : part.english))
        }
        for (code, count) in issues.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(8) {
            lines.append("    \(code): \(grouped(count))")
        }
        if let rejectFile { lines.append((isChinese ? "  详见 " : "  see ") + rejectFile) }
        return lines.joined(separator: "\n")
    }
}
