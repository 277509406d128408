public import Commerce
import Foundation
import Intake
import OffPolicy

extension JudgingReport {
    /// A plot of values and intervals that stands alone, in light and dark: SVG, or a page around it.
    ///
    /// - Parameter isPage: HTML with the plot and the table, else SVG.
    public func plot(language: Language, isPage: Bool) -> String {
        let svg = IntervalPlot(report: self, language: language).svg
        guard isPage else { return svg }
        let title = IntervalPlot.escape(file)
        let table = IntervalPlot.escape(table(language: language, width: 160))
        return """
            <!DOCTYPE html>
            <html lang="\(language == .chinese ? "zh-Hans" : "en")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#1b2330;--line:#e2e6ec}
            @media (prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--ink:#e6eaf0;--line:#2b333f}}
            body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
            main{max-width:1160px;margin:0 auto;padding:32px 24px}
            .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin-bottom:16px;overflow-x:auto}
            svg{max-width:100%;height:auto}pre{margin:0;font:13px/1.5 ui-monospace,monospace}</style>
            </head>
            <body><main><div class="card">\(svg)</div><div class="card"><pre>\(table)</pre></div></main></body>
            </html>

            """
    }
}

/// Rows of value and interval over one axis; what the log cannot answer is drawn hollow.
struct IntervalPlot {
    let report: JudgingReport
    let language: Language

    private static let (left, right, top, step) = (230.0, 40.0, 46.0, 24.0)
    private static let width = 960.0

    var svg: String {
        let rows = report.rows
        let height = Self.top + Double(rows.count) * Self.step + 46
        let scale = axis
        func place(_ value: Double) -> Double {
            Self.left + (value - scale.low) / (scale.high - scale.low) * (Self.width - Self.left - Self.right)
        }
        var body = ""
        let bottom = height - 40
        for tick in scale.ticks {
            let x = Self.coordinate(place(tick))
            body += "<path class=\"grid\" d=\"M\(x) \(Self.top - 10)V\(bottom)\"/>"
            body += "<text class=\"soft\" x=\"\(x)\" y=\"\(bottom + 18)\" text-anchor=\"middle\">\(Self.number(tick))</text>"
        }
        if let own = rows.first(where: { $0.gain == nil }) {
            let x = Self.coordinate(place(own.estimate.value))
            body += "<path class=\"own\" d=\"M\(x) \(Self.top - 10)V\(bottom)\"/>"
        }
        for (number, row) in rows.enumerated() {
            body += mark(row.estimate, y: Self.top + (Double(number) + 0.5) * Self.step, place, isFirst: isFirst(number))
        }
        let title = Self.escape(report.summary(language).split(separator: "\n").first.map(String.init) ?? "")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" \
            aria-label="\(title)" font-family="system-ui,Noto Sans,Noto Sans CJK SC,sans-serif" font-size="13">
            <style>.ink{fill:#1b2330}.soft{fill:#5b6675}.grid{stroke:#e2e6ec;fill:none}.own{stroke:#8a94a3;stroke-dasharray:5 4;fill:none}
            .yes{stroke:#2f6fb3;fill:#2f6fb3}.weak{stroke:#e08a2c;fill:#e08a2c}.no{stroke:#8a94a3;fill:#fff}
            @media (prefers-color-scheme:dark){.ink{fill:#e6eaf0}.soft{fill:#9aa6b5}.grid{stroke:#272f3a}.no{fill:#1a2029}
            .yes{stroke:#6aa6e6;fill:#6aa6e6}.weak{stroke:#f0a95c;fill:#f0a95c}}</style>
            <text class="soft" x="0" y="18">\(title)</text>
            \(body)</svg>

            """
    }

    /// A target's name stands beside its first row only.
    private func isFirst(_ number: Int) -> Bool {
        number == 0 || report.rows[number - 1].estimate.target != report.rows[number].estimate.target
    }

    private func mark(_ estimate: Estimate, y: Double, _ place: (Double) -> Double, isFirst: Bool) -> String {
        let kind =
            switch estimate.verdict.answer {
            case .answerable: "yes"
            case .weak: "weak"
            case .unanswerable: "no"
            }
        let (low, high) = (Self.clamp(place(estimate.interval.low)), Self.clamp(place(estimate.interval.high)))
        let line = Self.coordinate(y)
        var text = ""
        if isFirst {
            text += "<text class=\"ink\" x=\"0\" y=\"\(Self.coordinate(y + 4))\">\(Self.escape(estimate.target))</text>"
        }
        text +=
            "<text class=\"soft\" x=\"\(Int(Self.left) - 14)\" y=\"\(Self.coordinate(y + 4))\" text-anchor=\"end\">"
            + "\(Self.escape(estimate.estimator))</text>"
        text += "<g class=\"\(kind)\"><title>\(Self.escape(estimate.verdict.sentence[language]))</title>"
        text += "<path d=\"M\(Self.coordinate(low)) \(line)H\(Self.coordinate(high))\" stroke-width=\"2\"/>"
        text +=
            "<circle cx=\"\(Self.coordinate(Self.clamp(place(estimate.value))))\" cy=\"\(line)\" r=\"4.5\" stroke-width=\"2\"/></g>"
        return text
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
        let raw = (high - low) / 6
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

    private static func clamp(_ x: Double) -> Double { min(max(x, left), width - right + 20) }

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
