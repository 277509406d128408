import Commerce
import Evaluate

/// The two frontiers as one page.
struct TradeoffPage {
    let report: TradeoffReport
    let language: Language

    var html: String {
        PlotPage(
            title: say("What exploring and consistency cost", "探索与一致性的代价"), language: language,
            sections: [lead, exploring.html, visits.html, shoppers.html]
        ).html
    }

    private var lead: String {
        let explored = report.explored
        let text = say(
            "\(explored.seeds) simulated shops, \(explored.days) days, \(grouped(explored.decisions)) decisions in each. "
                + "Gains are in true expected reward, shop by shop; crosses are 95 % intervals over shops.",
            "\(explored.seeds) 家模拟店铺，\(explored.days) 天，每家 \(grouped(explored.decisions)) 次决策。"
                + "增益按真实期望收益逐店比较；十字线为各店之间的 95 % 置信区间。")
        return "<p class=\"lead\">\(text)</p>"
    }

    /// What exploring gives up, and what comes of it.
    private var exploring: FrontierPlot {
        let families = [
            ("epsilon-greedy", say("a fixed share at random", "固定比例随机")), ("budgeted", say("a budget", "预算")),
            ("thompson", say("Thompson sampling", "汤普森采样")),
        ]
        let greedy = report.explored.rows.prefix(1)
        let series = families.map { prefix, name in
            let own = report.explored.rows.filter { $0.name.hasPrefix(prefix) }
            // A ladder starts where nothing is explored.
            return FrontierPlot.Series(name: name, points: (own.count > 1 ? greedy + own : own[...]).map(point))
        }
        return FrontierPlot(
            title: say("Exploring and exploiting", "探索与利用"),
            horizontal: say("expected reward given up, %", "放弃的期望收益，%"), vertical: gain, series: series)
    }

    private func point(_ row: LoopReport.Row) -> FrontierPlot.Point {
        FrontierPlot.Point(name: row.name, x: row.spent.times(100), y: (row.relativeGain ?? Self.nothing).times(100))
    }

    private var visits: FrontierPlot {
        consistency(
            title: say("Consistent and personal: from visit to visit", "一致与个性：逐次访问"),
            horizontal: say("overlap of a shopper's lists in a row (RBO)", "同一顾客相邻列表的重合度（RBO）"), \.stability)
    }

    private var shoppers: FrontierPlot {
        consistency(
            title: say("Consistent and personal: between shoppers", "一致与个性：顾客之间"),
            horizontal: say("share of a list that two shoppers have in common", "两位顾客列表的共有比例"), \.sharedShare)
    }

    private func consistency(
        title: String, horizontal: String, _ figure: (TradeoffReport.Consistency) -> SampleMean?
    ) -> FrontierPlot {
        func series(_ name: String, _ isOwn: (ConsistencyDials) -> Bool) -> FrontierPlot.Series {
            let points = report.consistency.filter { isOwn($0.dials) }.compactMap { entry in
                figure(entry).map {
                    FrontierPlot.Point(
                        name: entry.dials.name(in: language), x: $0, y: (entry.relativeGain ?? Self.nothing).times(100))
                }
            }
            return FrontierPlot.Series(name: name, points: points)
        }
        return FrontierPlot(
            title: title, horizontal: horizontal, vertical: gain,
            series: [
                series(say("keep what was shown", "保留看过的")) { $0.shared == 0 },
                series(say("share between shoppers", "顾客之间共享")) { $0.familiarity == 0 },
            ])
    }

    private var gain: String { say("gain in true reward, %", "真实收益增益，%") }

    /// The gain of what the others are compared with.
    private static let nothing = SampleMean(of: [0])

    private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}

extension ConsistencyDials {
    func name(in language: Language) -> String {
        if familiarity > 0 { return (language == .chinese ? "熟悉度 " : "familiarity ") + "\(familiarity)" }
        if shared > 0 { return (language == .chinese ? "共享度 " : "shared ") + "\(shared)" }
        return language == .chinese ? "全为 0" : "both 0"
    }
}
