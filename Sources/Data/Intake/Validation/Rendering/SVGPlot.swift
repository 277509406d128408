/// Plots as inline SVG whose shapes stretch with the page while their labels, which are HTML, keep their size.
///
/// Shapes are drawn on a plane of 1000 by 1000 that is stretched to the box (`preserveAspectRatio="none"`).
enum SVGPlot {
    private static let side = 1000.0

    /// Horizontal bars, one line each.
    static func bars(_ plot: BarPlot) -> String {
        let top = plot.bars.map(\.value).max() ?? 0
        var page = "<figure><figcaption>\(HTML.escape(plot.title))</figcaption><div class=\"bars\">"
        for bar in plot.bars {
            let width = top > 0 ? max(bar.value > 0 ? 3 : 0, bar.value / top * side) : 0
            page += "<span>\(HTML.escape(bar.label))</span>"
            page +=
                "<svg viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(HTML.escape(bar.caption))\">"
            page += "<rect width=\"\(HTML.coordinate(width))\" height=\"14\" fill=\"var(--c0)\"/></svg>"
            page += "<span class=\"cap\">\(HTML.escape(bar.caption))</span>"
        }
        return page + "</div></figure>"
    }

    /// Vertical columns with a scale at the left and labels below.
    static func columns(_ plot: ColumnPlot) -> String {
        let ticks = HTML.ticks(upTo: Double(plot.values.max() ?? 0))
        let step = side / Double(max(plot.values.count, 1))
        var shapes = ""
        for (place, value) in plot.values.enumerated() {
            let height = Double(value) / ticks[ticks.count - 1] * side
            let x = HTML.coordinate((Double(place) + 0.12) * step)
            shapes +=
                "<rect x=\"\(x)\" y=\"\(HTML.coordinate(side - height))\" width=\"\(HTML.coordinate(step * 0.76))\" "
            shapes += "height=\"\(HTML.coordinate(height))\" fill=\"var(--c0)\">"
            shapes += "<title>\(HTML.escape(plot.labels[place])): \(Figures.count(value))</title></rect>"
        }
        // At most about eight labels are read at a phone's width.
        let everyOnPhone = max(plot.labelEvery, (plot.labels.count + 7) / 8)
        let labels = plot.labels.indices.filter { $0 % plot.labelEvery == 0 }.map { place in
            Label(
                text: (plot.ticks ?? plot.labels)[place], at: (Double(place) + 0.5) / Double(plot.labels.count),
                isSparse: place % everyOnPhone != 0)
        }
        return figure(
            title: plot.title, legend: "", height: 150, ticks: ticks.map(Figures.short), shapes: shapes, labels: labels,
            axis: plot.axis)
    }

    /// Stacked columns over the calendar.
    static func timeline(_ plot: TimelinePlot) -> String {
        let bins = plot.starts.count
        let totals = (0..<bins).map { bin in plot.series.reduce(0) { $0 + $1.values[bin] } }
        let ticks = HTML.ticks(upTo: Double(totals.max() ?? 0))
        let top = ticks[ticks.count - 1]
        let step = side / Double(bins)
        let gap = bins > 60 ? 0.08 : 0.14
        var base = [Double](repeating: side, count: bins)
        var shapes = ""
        for (number, series) in plot.series.enumerated() {
            // One path a series: a box for each bin that is not empty.
            var path = ""
            for bin in 0..<bins where series.values[bin] > 0 {
                let height = Double(series.values[bin]) / top * side
                let (left, right) = ((Double(bin) + gap / 2) * step, (Double(bin) + 1 - gap / 2) * step)
                path += "M\(HTML.coordinate(left)) \(HTML.coordinate(base[bin]))V\(HTML.coordinate(base[bin] - height))"
                path += "H\(HTML.coordinate(right))V\(HTML.coordinate(base[bin]))Z"
                base[bin] -= height
            }
            shapes += "<path d=\"\(path)\" fill=\"var(--c\(min(number, 5)))\"/>"
        }
        for bin in 0..<bins {
            let parts = plot.series.map { "\($0.name) \(Figures.count($0.values[bin]))" }.joined(separator: ", ")
            shapes +=
                "<rect class=\"hit\" x=\"\(HTML.coordinate(Double(bin) * step))\" width=\"\(HTML.coordinate(step))\" "
            shapes += "height=\"1000\"><title>\(HTML.escape(plot.starts[bin])): \(HTML.escape(parts))</title></rect>"
        }
        var legend = "<div class=\"legend\">"
        for (number, series) in plot.series.enumerated() {
            legend += "<span style=\"--key:var(--c\(min(number, 5)))\">\(HTML.escape(series.name))</span>"
        }
        legend += "</div>"
        return figure(
            title: plot.title, legend: legend, height: 220, ticks: ticks.map(Figures.short), shapes: shapes,
            labels: dateLabels(plot.starts), axis: "")
    }

    /// The Lorenz curve beside the line of equality.
    static func curve(_ plot: CurvePlot) -> String {
        let steps = Double(max(plot.shares.count - 1, 1))
        let points = plot.shares.enumerated().map { place, share in
            "\(HTML.coordinate(Double(place) / steps * side)) \(HTML.coordinate(side - share * side))"
        }.joined(separator: " ")
        let shapes = """
            <polygon points="0 1000 \(points) 1000 1000" fill="var(--c0)" fill-opacity=".16"/>\
            <path d="M0 1000L1000 0" fill="none" stroke="var(--c5)" stroke-width="1.5" stroke-dasharray="5 4" vector-effect="non-scaling-stroke"/>\
            <polyline points="\(points)" fill="none" stroke="var(--c0)" stroke-width="2.5" vector-effect="non-scaling-stroke"/>
            """
        let quarters = [0, 25, 50, 75, 100]
        let legend = """
            <div class="legend"><span style="--key:var(--c0)">\(HTML.escape(plot.verticalAxis))</span>\
            <span style="--key:var(--c5)">\(HTML.escape(plot.equality))</span></div>
            """
        return figure(
            title: plot.title, legend: legend, height: 230, ticks: quarters.map { "\($0) %" }, shapes: shapes,
            labels: quarters.map { Label(text: "\($0) %", at: Double($0) / 100) }, axis: plot.horizontalAxis)
    }

    // MARK: - The frame

    private struct Label {
        let text: String
        /// Place along the axis, 0 to 1.
        let at: Double
        /// Left out where there is little room.
        var isSparse = false
    }

    private static func figure(
        title: String, legend: String, height: Int, ticks: [String], shapes: String, labels: [Label], axis: String
    ) -> String {
        var page =
            "<figure><figcaption>\(HTML.escape(title))</figcaption>\(legend)<div class=\"plot\"><div class=\"ys\">"
        let widest = ticks.max { $0.count < $1.count } ?? ""
        page += "<b>\(widest)</b>"
        for (place, tick) in ticks.enumerated() {
            let top = 100 * (1 - Double(place) / Double(max(ticks.count - 1, 1)))
            page += "<i style=\"top:\(HTML.coordinate(top))%\">\(tick)</i>"
        }
        page +=
            "</div><svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" style=\"height:\(height)px\" role=\"img\" "
        page += "aria-label=\"\(HTML.escape(title))\">"
        for place in ticks.indices {
            let y = HTML.coordinate(side * (1 - Double(place) / Double(max(ticks.count - 1, 1))))
            page += "<path class=\"grid-line\" d=\"M0 \(y)H1000\"/>"
        }
        page += shapes + "</svg><div class=\"xs\">"
        for label in labels {
            var classes: [String] = label.isSparse ? ["sparse"] : []
            if label.at == 0 { classes.append("first") } else if label.at == 1 { classes.append("last") }
            page += "<i class=\"\(classes.joined(separator: " "))\" style=\"left:\(HTML.coordinate(label.at * 100))%\">"
            page += "\(HTML.escape(label.text))</i>"
        }
        page += "</div>"
        if !axis.isEmpty { page += "<div class=\"axis\">\(HTML.escape(axis))</div>" }
        return page + "</div></figure>"
    }

    /// About six dates along the axis, every other one also where there is little room: months (`2011-04`) of a long
    /// span, days (`04-27`) of a short one.
    private static func dateLabels(_ starts: [String]) -> [Label] {
        let every = max(1, (starts.count + 5) / 6)
        let months = Set(starts.map { $0.prefix(7) }).count
        return starts.indices.filter { $0 % every == 0 }.enumerated().compactMap { number, bin in
            let place = (Double(bin) + 0.5) / Double(starts.count)
            guard place < 0.95 || starts.count == 1 else { return nil }
            let text = String(months > 4 ? starts[bin].prefix(7) : starts[bin].suffix(5))
            return Label(text: text, at: bin == 0 && starts.count > 4 ? 0 : place, isSparse: number % 2 == 1)
        }
    }
}
