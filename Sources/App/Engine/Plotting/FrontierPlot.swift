import Commerce
import Evaluate
import Foundation

/// Settings of a dial as numbered points with their intervals, those of one kind joined by a line, over a table that says
/// which number is which. SVG and HTML, with the style of ``PlotPage``.
struct FrontierPlot {
    struct Point {
        let name: String
        let x: SampleMean
        let y: SampleMean
    }

    struct Series {
        let name: String
        let points: [Point]
    }

    let title: String
    let horizontal: String
    let vertical: String
    let series: [Series]

    private static let (width, height) = (640.0, 380.0)
    private static let (left, right, top, bottom) = (52.0, 14.0, 30.0, 48.0)

    var html: String {
        guard series.contains(where: { !$0.points.isEmpty }) else { return "" }
        let legend = series.enumerated().map { "<span class=\"key s\($0)\">\($1.name)</span>" }.joined()
        return """
            <section class="card"><h2>\(title)</h2><div class="legend">\(legend)</div>
            \(svg)
            <div class="scroll"><table><thead><tr><th></th><th></th><th>\(horizontal)</th><th>\(vertical)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div></section>
            """
    }

    /// All points with their numbers, from 1.
    private var numbered: [(series: Int, number: Int, point: Point)] {
        let all = series.enumerated().flatMap { place, series in series.points.map { (place, $0) } }
        return all.enumerated().map { (series: $1.0, number: $0 + 1, point: $1.1) }
    }

    private var rows: String {
        numbered.map { entry in
            "<tr><td><b class=\"dot s\(entry.series)\">\(entry.number)</b></td><td>\(entry.point.name)</td>"
                + "<td>\(Self.text(entry.point.x))</td><td>\(Self.text(entry.point.y))</td></tr>"
        }.joined(separator: "\n")
    }

    private var svg: String {
        let (xs, ys) = (axis(\.x), axis(\.y))
        func across(_ value: Double) -> Double { Self.left + xs.place(value) * (Self.width - Self.left - Self.right) }
        func down(_ value: Double) -> Double {
            Self.height - Self.bottom - ys.place(value) * (Self.height - Self.top - Self.bottom)
        }
        var body = grid(xs, ys, across, down)
        for (place, line) in series.enumerated() where line.points.count > 1 {
            let corners = line.points.map {
                "\(Self.coordinate(across($0.x.mean))) \(Self.coordinate(down($0.y.mean)))"
            }
            body += "<polyline class=\"path s\(place)\" points=\"\(corners.joined(separator: " "))\"/>\n"
        }
        for entry in numbered {
            let (x, y) = (across(entry.point.x.mean), down(entry.point.y.mean))
            body += "<g class=\"s\(entry.series)\"><title>\(entry.point.name)</title>"
            if let interval = entry.point.x.interval {
                body += Self.line(across(interval.low), y, across(interval.high), y)
            }
            if let interval = entry.point.y.interval {
                body += Self.line(x, down(interval.low), x, down(interval.high))
            }
            body += "<circle cx=\"\(Self.coordinate(x))\" cy=\"\(Self.coordinate(y))\" r=\"9\"/>"
            body += "<text class=\"number\" x=\"\(Self.coordinate(x))\" y=\"\(Self.coordinate(y + 4))\">"
            body += "\(entry.number)</text></g>\n"
        }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(title)">
            \(body)</svg>
            """
    }

    private func grid(
        _ xs: PlotAxis, _ ys: PlotAxis, _ across: (Double) -> Double, _ down: (Double) -> Double
    ) -> String {
        let floor = Self.height - Self.bottom
        var body = ""
        for tick in xs.ticks {
            let x = Self.coordinate(across(tick))
            body += "<path class=\"grid\" d=\"M\(x) \(Self.top)V\(floor)\"/>"
            body +=
                "<text class=\"soft\" x=\"\(x)\" y=\"\(floor + 18)\" text-anchor=\"middle\">\(Self.tick(tick))</text>\n"
        }
        for tick in ys.ticks {
            let y = Self.coordinate(down(tick))
            body += "<path class=\"grid\" d=\"M\(Self.left) \(y)H\(Self.width - Self.right)\"/>"
            body += "<text class=\"soft\" x=\"\(Self.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
            body += "\(Self.tick(tick))</text>\n"
        }
        body += "<text class=\"soft\" x=\"0\" y=\"16\">\(vertical)</text>"
        body += "<text class=\"soft\" x=\"\(Self.width - Self.right)\" y=\"\(Self.height - 6)\" text-anchor=\"end\">"
        return body + "\(horizontal)</text>\n"
    }

    /// Holds every point, and of its interval as much as twice the spread of the points: few seeds give intervals beside
    /// which nothing else could be seen.
    private func axis(_ figure: (Point) -> SampleMean) -> PlotAxis {
        let samples = series.flatMap(\.points).map(figure)
        let means = samples.map(\.mean)
        let reach = max(1e-9, 2 * ((means.max() ?? 0) - (means.min() ?? 0)))
        let ends = samples.flatMap { sample -> [Double] in
            guard let interval = sample.interval else { return [sample.mean] }
            return [max(interval.low, sample.mean - reach), min(interval.high, sample.mean + reach)]
        }
        return PlotAxis(holding: means + ends)
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<path class=\"cross\" d=\"M\(coordinate(x1)) \(coordinate(y1))L\(coordinate(x2)) \(coordinate(y2))\"/>"
    }

    private static func text(_ sample: SampleMean) -> String {
        let mean = figure(sample.mean)
        guard let interval = sample.interval else { return mean }
        return "\(mean) <small>[\(figure(interval.low)), \(figure(interval.high))]</small>"
    }

    private static func figure(_ value: Double) -> String { value.text(decimals: 2) }
    private static func tick(_ value: Double) -> String { String(format: "%.4g", value == 0 ? 0 : value) }
    private static func coordinate(_ value: Double) -> String { String(format: "%.1f", value) }
}
