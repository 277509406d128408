import Commerce

extension Finding {
    init(
        _ severity: Severity, _ code: String, _ message: BilingualText, remedy: BilingualText
    ) {
        self.init(code: code, severity: severity, message: message, remedy: remedy)
    }

    static let rowsNone = Finding(
        .error, "rows.none",
        BilingualText("The source holds no data rows.", "数据源中没有任何数据行。"),
        remedy: BilingualText(
            "Check that this is the right file and that it was exported completely.",
            "请确认文件是否正确、导出是否完整。"))

    static let eventsNone = Finding(
        .error, "events.none",
        BilingualText("No row could be read as an event.", "没有一行能读作事件。"),
        remedy: BilingualText(
            "Check --preset and --map; the problems below say what each row lacks.",
            "请检查 --preset 与 --map；下方的问题列表说明了每行缺少什么。"))

    static let eventsNoneButTables = Finding(
        .note, "events.none",
        BilingualText(
            "The source holds items or shoppers but no events.", "数据源只有商品或顾客资料，没有事件。"),
        remedy: BilingualText(
            "Import it beside a log of events; alone it teaches nothing about taste.",
            "请与事件日志一并导入；仅凭资料无法学到偏好。"))

    static func rowsRejected(_ rejected: Int, of read: Int, isGrave: Bool) -> Finding {
        let share = Figures.percent(Double(rejected) / Double(max(read, 1)))
        return Finding(
            isGrave ? .error : .warning, "rows.rejected",
            BilingualText(
                "\(Figures.count(rejected)) of \(Figures.count(read, "row", "rows")) (\(share)) could not be understood and \(rejected == 1 ? "was" : "were") rejected.",
                "\(Figures.count(read)) 行中有 \(Figures.count(rejected)) 行（\(share)）无法识别，已被拒收。"),
            remedy: BilingualText(
                "See the problems by code; correct the rows in the reject file and import that file.",
                "请按问题代码查看原因，在剔除文件中改正后再导入该文件。"))
    }

    static func rowsSetAside(_ count: Int, of read: Int) -> Finding {
        let share = Figures.percent(Double(count) / Double(max(read, 1)))
        return Finding(
            .note, "rows.setAside",
            BilingualText(
                "\(Figures.count(count, "row is", "rows are")) no act of a shopper (\(share)), such as postage or charges, and kept out.",
                "\(Figures.count(count)) 行（\(share)）不是顾客行为，例如邮费或手续费，已排除。"),
            remedy: BilingualText(
                "Nothing to do if the problems by code agree with what you know of the shop.",
                "若问题代码与您对店铺的了解一致，则无需处理。"))
    }

    static func rowsOdd(_ warnings: Int, codes: Int) -> Finding {
        Finding(
            .note, "rows.odd",
            BilingualText(
                "\(Figures.count(warnings, "warning was", "warnings were")) given on rows that were accepted, of \(Figures.count(codes, "kind", "kinds")).",
                "已接受的行共有 \(Figures.count(warnings)) 条警告，分 \(codes) 类。"),
            remedy: BilingualText(
                "Read the problems by code and decide whether the rows mean what they seem to.",
                "请按问题代码查看，并判断这些行的含义是否如所读。"))
    }

    static func limit(_ option: String, _ value: Int) -> Finding {
        Finding(
            .note, "limit.\(option)",
            BilingualText(
                "The source exceeds \(option) = \(Figures.count(value)): figures that depend on it are estimates, or say \u{201C}at least\u{201D}.",
                "数据源超过 \(option) = \(Figures.count(value))：相关数字为估计值或下限。"),
            remedy: BilingualText(
                "Raise ValidationOptions.\(option) if exact figures matter and there is memory for them.",
                "如需精确数字且内存充足，请调大 ValidationOptions.\(option)。"))
    }
}
