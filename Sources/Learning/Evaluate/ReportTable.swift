public import Commerce
import Foundation

extension EvaluationReport {
    /// An aligned table for people: a row per model, a column per metric with its interval, the best of each column
    /// and what differs from it beyond chance marked. Columns that do not fit go to a further table below.
    ///
    /// - Parameters:
    ///   - keys: the metrics shown, by default all.
    ///   - width: columns of the terminal; one metric is shown even if it is wider.
    public func table(language: Language = .english, keys: [MetricKey]? = nil, width: Int = 100) -> String {
        let words = ReportWords(language: language)
        var columns = (keys ?? self.keys).map { column($0, words) }
        columns.append(secondsColumn(words.fit) { $0.fit })
        columns.append(secondsColumn(words.score) { $0.score })
        let table = TextTable(names: TextTable.Column(words.model, models.map(\.name)), columns: columns)
        return ([words.summary(self), "", table.text(width: width), ""] + words.legend(self)).joined(separator: "\n")
            + "\n"
    }

    private func column(_ key: MetricKey, _ words: ReportWords) -> TextTable.Column {
        let best = best(on: key)
        let different = Set(comparisons.filter { $0.metric == key && $0.isSignificant() }.map(\.model))
        let cells = models.map { model -> String in
            guard let value = model.metrics[key] else { return "-" }
            let mark = model.name == best && models.count > 1 ? "*" : different.contains(model.name) ? "†" : " "
            guard let interval = model.intervals[key] else { return value.fixed(4) + mark }
            return "\(value.fixed(4))\(mark)[\(interval.low.fixed(4)), \(interval.high.fixed(4))]"
        }
        return TextTable.Column(words.heading(key), cells)
    }

    private func secondsColumn(_ heading: String, _ seconds: (Seconds) -> Double?) -> TextTable.Column {
        TextTable.Column(heading, models.map { seconds($0.seconds).map { $0.fixed(2) } ?? "-" })
    }
}

extension Double {
    /// With so many decimals: `0.0434`.
    func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}
