import Commerce
import Foundation
import Terminal

extension ServeReport {
    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        let rows = rows(isChinese)
        let width = rows.map(\.0.displayWidth).max() ?? 0
        var lines = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.displayWidth + 2) + $0.1 }
        for check in checks {
            var line = "\(check.passed ? "✓" : "✗") \(check.name.phrase(isChinese))"
            if let measured = check.measured {
                line += " (\(check.name.told(measured, isEncoder: model?.kind == "encoder", isChinese)))"
            }
            if let problem = check.problem { line += "\n    " + problem.replacing("\n", with: "\n    ") }
            lines.append(line)
        }
        lines.append(
            isServable
                ? (isChinese ? "可以上线服务" : "it can be served")
                : (isChinese ? "不能上线服务，原因见上" : "it cannot be served, see above"))
        return lines.joined(separator: "\n")
    }

    private func rows(_ isChinese: Bool) -> [(String, String)] {
        var rows: [(String, String)] = []
        if let model {
            let (parameters, size) = (grouped(model.parameters), Self.megabytes(model.bytes))
            rows.append((isChinese ? "模型" : "model", "\(model.family) \(model.kind), \(device), \(folder)"))
            rows.append((isChinese ? "参数" : "parameters", "\(parameters) (\(size))"))
            rows.append((isChinese ? "每条文本的数值" : "numbers a text", "\(model.width)"))
            rows.append((isChinese ? "最长（词元）" : "longest, in tokens", "\(model.maximumTokens)"))
        }
        if let speed {
            let latency = [("p50", speed.latency.p50), ("p95", speed.latency.p95), ("p99", speed.latency.p99)]
                .map { "\($0) \(String(format: "%.1f", $1)) ms" }
            rows.append((isChinese ? "加载" : "loading", String(format: "%.2f s", speed.secondsToLoad)))
            rows.append((isChinese ? "单条延迟" : "one text", latency.joined(separator: ", ")))
            let tokens = String(format: "%.1f", speed.tokensPerText)
            rows.append(
                (
                    isChinese ? "批量吞吐" : "many texts",
                    grouped(Int(speed.textsPerSecond.rounded()))
                        + (isChinese ? " 条/秒（平均 \(tokens) 个词元）" : " a second (\(tokens) tokens on average)")
                ))
        }
        if let memory {
            let (now, peak) = (Self.megabytes(memory.residentBytes), Self.megabytes(memory.peakBytes))
            rows.append((isChinese ? "内存" : "memory", isChinese ? "\(now)（峰值 \(peak)）" : "\(now) (peak \(peak))"))
        }
        return rows
    }

    private static func megabytes(_ bytes: Int) -> String {
        String(format: bytes < 10_000_000 ? "%.2f MB" : "%.0f MB", Double(bytes) / 1e6)
    }
}

extension ServeReport.Check.Name {
    fileprivate func phrase(_ isChinese: Bool) -> String {
        switch self {
        case .loads:
            isChinese ? "配置、权重与分词器齐全且相互一致" : "configuration, weights and tokeniser are there and agree"
        case .padding: isChinese ? "分词器与模型的填充词元相同" : "tokeniser and model pad with the same token"
        case .weights: isChinese ? "权重均为有限数值" : "every weight is a finite number"
        case .vectors: isChinese ? "回答均为有限数值" : "every answer is of finite numbers"
        case .company: isChinese ? "单独计算与成批计算结果相同" : "a text has one answer, alone and in a batch"
        case .difference: isChinese ? "含义不同的文本回答不同" : "unlike texts have unlike answers"
        case .empty: isChinese ? "空文本" : "an empty text"
        case .long: isChinese ? "十万字符的文本" : "texts of 100,000 characters"
        case .emoji: isChinese ? "表情符号" : "emoji"
        case .chinese: isChinese ? "中文" : "Chinese"
        }
    }

    fileprivate func told(_ measured: Double, isEncoder: Bool, _ isChinese: Bool) -> String {
        switch self {
        case .company:
            (isChinese ? "最大差异 " : "largest difference ") + String(format: "%.1e", measured)
        case .difference:
            (isEncoder ? (isChinese ? "余弦 " : "cosine ") : (isChinese ? "相差 " : "apart by "))
                + String(format: "%.3f", measured)
        case .long: (isChinese ? "最慢 " : "slowest ") + String(format: "%.2f s", measured)
        case .emoji, .chinese:
            String(format: isChinese ? "未知词元 %.0f %%" : "%.0f %% of its tokens unknown", 100 * measured)
        case .loads, .padding, .weights, .vectors, .empty: "\(measured)"
        }
    }
}
