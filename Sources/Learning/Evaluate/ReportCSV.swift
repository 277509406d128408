public import Commerce

extension EvaluationReport {
    /// One line per model and metric, RFC 4180; fields without a value are empty. The seconds come as metrics
    /// `seconds.fit` and `seconds.score`.
    public func csv(language: Language = .english) -> String {
        var rows = [ReportWords(language: language).csvColumns]
        for model in models {
            for key in model.metrics.keys.sorted() {
                let interval = model.intervals[key]
                rows.append([
                    protocolName, model.name, key.metric.rawValue, key.cutoff.map(String.init) ?? "",
                    model.metrics[key].text, (interval?.low).text, (interval?.high).text,
                ])
            }
            rows.append([protocolName, model.name, "seconds.fit", "", model.seconds.fit.text, "", ""])
            rows.append([protocolName, model.name, "seconds.score", "", String(model.seconds.score), "", ""])
        }
        return rows.map { $0.map(\.quotedForCSV).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension Double? {
    fileprivate var text: String { map { String($0) } ?? "" }
}

extension String {
    fileprivate var quotedForCSV: String {
        guard contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return self }
        return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
