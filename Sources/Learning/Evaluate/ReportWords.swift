import Commerce

/// The words of printed reports; English unless Chinese is asked for.
struct ReportWords {
    let language: Language

    private func pick(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    var model: String { pick("model", "模型") }
    var fit: String { pick("fit s", "训练秒") }
    var score: String { pick("score s", "打分秒") }

    func heading(_ key: MetricKey) -> String {
        let name =
            switch key.metric {
            case .hr: pick("HR", "命中率")
            case .recall: pick("Recall", "召回率")
            case .precision: pick("Precision", "精确率")
            case .ndcg: "NDCG"
            case .mrr: "MRR"
            case .map: "MAP"
            case .coverage: pick("Coverage", "覆盖率")
            case .gini: pick("Gini", "基尼系数")
            case .novelty: pick("Novelty", "新颖度")
            case .diversity: pick("Diversity", "多样性")
            case .calibration: pick("Calibration", "校准偏差")
            }
        return key.cutoff.map { "\(name)@\($0)" } ?? name
    }

    func summary(_ report: EvaluationReport) -> String {
        let (shoppers, queries, items) = (grouped(report.shoppers), grouped(report.queries), grouped(report.items))
        let isFiltered = report.history == .filtered
        return language == .chinese
            ? "\(report.protocolName)：\(shoppers) 位顾客，\(queries) 次查询，\(items) 件商品，历史商品\(isFiltered ? "已过滤" : "保留")"
            : "\(report.protocolName): \(shoppers) shoppers, \(queries) queries, \(items) items, history \(isFiltered ? "filtered" : "kept")"
    }

    func legend(_ report: EvaluationReport) -> [String] {
        let level = "\((report.confidence * 100).shortest) %"
        let count = grouped(report.resamples)
        var lines = [
            pick(
                "* best of its column; † differs from the best beyond chance (HR and NDCG tested; paired randomisation, Holm, p < 0.05)",
                "* 该列最优；† 与最优有显著差异（检验命中率与 NDCG；配对随机化检验，Holm 校正，p < 0.05）"),
            pick(
                "[ ] \(level) interval from \(count) bootstrap resamples of shoppers",
                "[ ] 对顾客做 \(count) 次自助重抽样得到的 \(level) 置信区间"),
        ]
        if let yardsticks = report.yardsticks {
            let isByCategory = yardsticks.calibration == "category"
            let isByChoosers = yardsticks.diversity == .choosers
            lines.append(
                pick(
                    "calibration between groups by \(isByCategory ? "category" : yardsticks.calibration); diversity by \(isByChoosers ? "who chose the items" : "category")",
                    "校准按\(isByCategory ? "类目" : "热度")分组；多样性按\(isByChoosers ? "共同选择的顾客" : "类目")计算"))
        }
        return lines
    }

    var csvColumns: [String] {
        language == .chinese
            ? ["协议", "模型", "指标", "截断", "值", "下限", "上限"]
            : ["protocol", "model", "metric", "cutoff", "value", "low", "high"]
    }
}

extension Double {
    /// Without a needless fraction: `95`, `97.5`.
    fileprivate var shortest: String { self == rounded() ? String(Int(self)) : String(self) }
}
