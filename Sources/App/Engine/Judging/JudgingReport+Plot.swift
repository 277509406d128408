public import Commerce
import Foundation
import Intake
import OffPolicy

extension JudgingReport {
    /// A plot of values and intervals that stands alone, in light and dark: SVG, or a page around it.
    ///
    /// - Parameter isPage: HTML with the plot, the table and the warnings, else SVG.
    public func plot(language: Language, isPage: Bool) -> String {
        isPage
            ? JudgingPage(report: self, language: language).text
            : IntervalPlot(report: self, language: language, layout: .wide).svg
    }
}

/// Rows of value and interval over one axis; what the log cannot answer is drawn hollow.
struct IntervalPlot {
    /// In the plot's own units.
    struct Layout {
        let width: Double
        /// Where the axis begins.
        let left: Double
        /// Height of a row.
        let step: Double
        let ticks: Double
        /// Whether a target's name has a row of its own, instead of a place beside its first estimator.
        let hasHeadings: Bool

        static let wide = Layout(width: 960, left: 300, step: 24, ticks: 6, hasHeadings: false)
        static let narrow = Layout(width: 360, left: 76, step: 22, ticks: 3, hasHeadings: true)
    }

    let report: JudgingReport
    let language: Language
    let layout: Layout

    /// Above the rows stands the legend.
    private static let (right, top) = (40.0, 46.0)

    var svg: String {
        var (y, marks) = (Self.top, "")
        let scale = axis
        func place(_ value: Double) -> Double {
            layout.left + (value - scale.low) / (scale.high - scale.low) * (layout.width - layout.left - Self.right)
        }
        for (number, row) in report.rows.enumerated() {
            if isFirst(number) {
                if layout.hasHeadings { y += layout.step }
                let line = Self.coordinate(y + (layout.hasHeadings ? -layout.step : layout.step) / 2 + 4)
                marks += "<text class=\"ink\" x=\"0\" y=\"\(line)\">"
                marks += "\(Self.escape(JudgingReport.short(row.estimate.target)))</text>"
            }
            marks += mark(row.estimate, y: y + layout.step / 2, place)
            y += layout.step
        }
        let bottom = y + 6
        var body = ""
        for tick in scale.ticks {
            let x = Self.coordinate(place(tick))
            body += "<path class=\"grid\" d=\"M\(x) \(Self.top - 10)V\(bottom)\"/>"
            body +=
                "<text class=\"soft\" x=\"\(x)\" y=\"\(bottom + 18)\" text-anchor=\"middle\">\(Self.number(tick))</text>"
        }
        if let own = report.rows.first(where: { $0.gain == nil }) {
            let x = Self.coordinate(place(own.estimate.value))
            body += "<path class=\"own\" d=\"M\(x) \(Self.top - 10)V\(bottom)\"/>"
        }
        let title = Self.escape(report.summary(language).split(separator: "\n").first.map(String.init) ?? "")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(layout.width)) \(Int(bottom + 28))" role="img" \
            aria-label="\(title)" font-family="system-ui,Noto Sans,Noto Sans CJK SC,sans-serif" font-size="13">
            <style>.ink{fill:#1b2330}.soft{fill:#5b6675}.grid{stroke:#e2e6ec;fill:none}.own{stroke:#8a94a3;stroke-dasharray:5 4;fill:none}
            .yes{stroke:#2f6fb3;fill:#2f6fb3}.weak{stroke:#e08a2c;fill:#e08a2c}.no{stroke:#8a94a3;fill:#fff}
            @media (prefers-color-scheme:dark){.ink{fill:#e6eaf0}.soft{fill:#9aa6b5}.grid{stroke:#272f3a}.no{fill:#1a2029}
            .yes{stroke:#6aa6e6;fill:#6aa6e6}.weak{stroke:#f0a95c;fill:#f0a95c}}</style>
            \(legend)
            \(body)\(marks)</svg>

            """
    }

    /// Whether the log can answer, by colour and fill; and the log's own policy.
    private var legend: String {
        let isChinese = language == .chinese
        let words = [
            ("yes", isChinese ? "能回答" : "answer: yes"), ("weak", isChinese ? "勉强" : "weakly"),
            ("no", isChinese ? "不能" : "no"),
        ]
        let spacing = layout.hasHeadings ? 92.0 : 120.0
        var text = ""
        for (number, (kind, word)) in words.enumerated() {
            let x = 6 + spacing * Double(number)
            text += "<circle class=\"\(kind)\" cx=\"\(x)\" cy=\"14\" r=\"4.5\" stroke-width=\"2\"/>"
            text += "<text class=\"soft\" x=\"\(x + 10)\" y=\"18\">\(word)</text>"
        }
        guard report.rows.contains(where: { $0.gain == nil }) else { return text }
        let x = spacing * 3 + (layout.hasHeadings ? -20 : -40)
        text += "<path class=\"own\" d=\"M\(x) 6V24\"/>"
        return text
            + "<text class=\"soft\" x=\"\(x + 8)\" y=\"18\">\(isChinese ? "原策略" : layout.hasHeadings ? "log" : "the log's own policy")</text>"
    }

    /// A target's name stands at its first row only.
    private func isFirst(_ number: Int) -> Bool {
        number == 0 || report.rows[number - 1].estimate.target != report.rows[number].estimate.target
    }

    private func mark(_ estimate: Estimate, y: Double, _ place: (Double) -> Double) -> String {
        let kind =
            switch estimate.verdict.answer {
            case .answerable: "yes"
            case .weak: "weak"
            case .unanswerable: "no"
            }
        let (low, high) = (clamp(place(estimate.interval.low)), clamp(place(estimate.interval.high)))
        let line = Self.coordinate(y)
        var text =
            "<text class=\"soft\" x=\"\(Int(layout.left) - 14)\" y=\"\(Self.coordinate(y + 4))\" text-anchor=\"end\">"
            + "\(Self.escape(estimate.estimator))</text>"
        text += "<g class=\"\(kind)\"><title>\(Self.escape(estimate.verdict.sentence[language]))</title>"
        text += "<path d=\"M\(Self.coordinate(low)) \(line)H\(Self.coordinate(high))\" stroke-width=\"2\"/>"
        let x = place(estimate.value)
        guard x != clamp(x) else {
            return text + "<circle cx=\"\(Self.coordinate(x))\" cy=\"\(line)\" r=\"4.5\" stroke-width=\"2\"/></g>"
        }
        // The value lies beyond the axis: an arrow points at it.
        let (tip, back) = x < layout.left ? (layout.left - 5, layout.left + 4) : (layout.width - 15, layout.width - 24)
        return text + "<path d=\"M\(tip) \(line)L\(back) \(y - 5)V\(y + 5)Z\" stroke-width=\"1.5\"/></g>"
    }

    // MARK: The axis

    /// From the smallest to the largest value or bound, without what the log cannot answer: its intervals can be so wide
    /// that nothing else is seen.
    private var axis: (low: Double, high: Double, ticks: [Double]) {
        let sound = report.rows.map(\.estimate).filter { $0.verdict.answer != .unanswerable }
        let shown = sound.isEmpty ? report.rows.map(\.estimate) : sound
        let values = shown.flatMap { [$0.interval.low, $0.interval.high, $0.value] }.filter(\.isFinite)
        var (low, high) = (values.min() ?? 0, values.max() ?? 1)
        if high <= low { (low, high) = (low - 0.5, low + 0.5) }
        let margin = (high - low) * 0.04
        (low, high) = (low - margin, high + margin)
        let raw = (high - low) / layout.ticks
        let unit = pow(10, log10(raw).rounded(.down))
        let stride = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= raw } ?? raw
        var ticks: [Double] = []
        var tick = (low / stride).rounded(.up) * stride
        while tick <= high {
            ticks.append(abs(tick) < stride / 1000 ? 0 : tick)
            tick += stride
        }
        return (low, high, ticks)
    }

    private func clamp(_ x: Double) -> Double { min(max(x, layout.left), layout.width - 20) }

    private static func coordinate(_ value: Double) -> String { String(format: "%.1f", value) }

    private static func number(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Text from a file as it may stand between tags and in an attribute.
    static func escape(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "\n": safe += "\n"
            default: if scalar.value >= 32, !(0x7F...0x9F).contains(scalar.value) { safe.unicodeScalars.append(scalar) }
            }
        }
        return safe
    }
}
