import Commerce
import Evaluate
import Foundation

/// The two frontiers as one page without anything to load: points with their intervals, in SVG.
struct TradeoffPage {
    let report: TradeoffReport
    let language: Language

    /// A point of a plot; intervals are drawn as crosses.
    private struct Point {
        let name: String
        let x: SampleMean
        let y: SampleMean
    }

    var text: String {
        let exploring = report.explored.rows.map { row in
            Point(name: row.name, x: row.spent.times(100), y: row.reward)
        }
        let steady = report.consistency.compactMap { entry in
            entry.stability.map { Point(name: "\(entry.dials.familiarity), \(entry.dials.shared)", x: $0, y: entry.reward) }
        }
        let shared = report.consistency.compactMap { entry in
            entry.sharedShare.map { Point(name: "\(entry.dials.familiarity), \(entry.dials.shared)", x: $0, y: entry.reward) }
        }
        let reward = say("true reward", "真实收益")
        return """
            <!doctype html>
            <html lang="\(language == .chinese ? "zh" : "en")"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(say("Trade-offs", "权衡"))</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1d2733 }
            svg { width: 100%; height: auto } text { font-size: 12px; fill: #1d2733 } .axis { stroke: #8794a3 }
            .cross { stroke: #2f6f9f; stroke-width: 1 } .point { fill: #2f6f9f }
            @media (prefers-color-scheme: dark) { body { background: #14191f; color: #dde5ee } text { fill: #dde5ee } }
            </style>
            <h1>\(say("What exploring and consistency cost", "探索与一致性的代价"))</h1>
            <h2>\(say("Explore and exploit", "探索与利用"))</h2>
            \(plot(exploring, x: say("share of expected reward given up, %", "放弃的期望收益 %"), y: reward))
            <h2>\(say("Consistent and personal: from visit to visit", "一致与个性：逐次访问"))</h2>
            \(plot(steady, x: say("rank-biased overlap of lists in a row", "相邻列表的排序重合度"), y: reward))
            <h2>\(say("Consistent and personal: between shoppers", "一致与个性：顾客之间"))</h2>
            \(plot(shared, x: say("share of a list that two shoppers have in common", "两位顾客列表的共享比例"), y: reward))
            </html>

            """
    }

    private func plot(_ points: [Point], x: String, y: String) -> String {
        guard !points.isEmpty else { return "<p>-</p>" }
        let (width, height, left, bottom) = (760.0, 380.0, 70.0, 330.0)
        func bounds(_ samples: [SampleMean]) -> (low: Double, high: Double) {
            let low = samples.map { $0.interval?.low ?? $0.mean }.reduce(.infinity, min)
            let high = samples.map { $0.interval?.high ?? $0.mean }.reduce(-.infinity, max)
            let margin = max(1e-9, 0.06 * (high - low))
            return (low - margin, high + margin)
        }
        let (xs, ys) = (bounds(points.map(\.x)), bounds(points.map(\.y)))
        func across(_ value: Double) -> Double { left + (value - xs.low) / (xs.high - xs.low) * (width - left - 20) }
        func down(_ value: Double) -> Double { bottom - (value - ys.low) / (ys.high - ys.low) * (bottom - 20) }
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        func line(_ a: (Double, Double), _ b: (Double, Double), _ style: String) -> String {
            "<line class=\"\(style)\" x1=\"\(number(a.0))\" y1=\"\(number(a.1))\" x2=\"\(number(b.0))\" y2=\"\(number(b.1))\"/>"
        }
        var parts = [
            line((left, bottom), (width - 10, bottom), "axis"), line((left, bottom), (left, 10), "axis"),
            "<text x=\"\(number(width / 2))\" y=\"\(number(height - 8))\" text-anchor=\"middle\">\(x)</text>",
            "<text x=\"14\" y=\"14\">\(y)</text>",
        ]
        for step in 0...4 {
            let (a, b) = (xs.low + (xs.high - xs.low) * Double(step) / 4, ys.low + (ys.high - ys.low) * Double(step) / 4)
            parts.append("<text x=\"\(number(across(a)))\" y=\"\(number(bottom + 18))\" text-anchor=\"middle\">\(String(format: "%.3g", a))</text>")
            parts.append("<text x=\"\(number(left - 6))\" y=\"\(number(down(b) + 4))\" text-anchor=\"end\">\(String(format: "%.4g", b))</text>")
        }
        for point in points {
            let (px, py) = (across(point.x.mean), down(point.y.mean))
            if let interval = point.x.interval {
                parts.append(line((across(interval.low), py), (across(interval.high), py), "cross"))
            }
            if let interval = point.y.interval {
                parts.append(line((px, down(interval.low)), (px, down(interval.high)), "cross"))
            }
            parts.append("<circle class=\"point\" cx=\"\(number(px))\" cy=\"\(number(py))\" r=\"4\"/>")
            parts.append("<text x=\"\(number(px + 6))\" y=\"\(number(py - 6))\">\(point.name)</text>")
        }
        return "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\">\n\(parts.joined(separator: "\n"))\n</svg>"
    }

    private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}
