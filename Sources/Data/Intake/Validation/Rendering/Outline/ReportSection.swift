/// A part of the report in one language, before it is text or a page: both renderers draw the same sections.
struct ReportSection {
    /// Stable, for links within the page.
    let id: String
    let title: String
    /// Whether it needs the whole width of the page.
    var isWide = false
    let blocks: [ReportBlock]
}

enum ReportBlock {
    case facts([Fact])
    case bars(BarPlot)
    case columns(ColumnPlot)
    case timeline(TimelinePlot)
    case curve(CurvePlot)
    case table(ReportTable)
    case note(String)
}

/// A figure with its name.
struct Fact {
    let label: String
    let value: String

    init(_ label: String, _ value: String) {
        self.label = label
        self.value = value
    }
}

/// One horizontal bar for each name.
struct BarPlot {
    struct Bar {
        let label: String
        let value: Double
        /// The figures beside it.
        let caption: String
    }

    let title: String
    let bars: [Bar]
}

/// One vertical column for each step of a scale.
struct ColumnPlot {
    let title: String
    /// What the steps are.
    let axis: String
    let labels: [String]
    /// What is written under the columns; the labels where nothing shorter is given.
    var ticks: [String]?
    let values: [Int]
    /// Every how many steps a label is written under the columns where there is little room.
    var labelEvery = 1
}

/// Counts over the calendar, stacked.
struct TimelinePlot {
    struct Series {
        let name: String
        let values: [Int]
    }

    let title: String
    /// First day of each bin.
    let starts: [String]
    /// The largest first.
    let series: [Series]
}

/// A Lorenz curve: shares at equal steps from 0 to 1.
struct CurvePlot {
    let title: String
    let horizontalAxis: String
    let verticalAxis: String
    let equality: String
    let shares: [Double]
}

struct ReportTable {
    struct Column {
        let title: String
        var isNumber = false
    }

    let title: String?
    let columns: [Column]
    let rows: [[String]]
}
