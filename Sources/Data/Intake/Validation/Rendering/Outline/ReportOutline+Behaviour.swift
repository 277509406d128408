import Commerce

extension ReportOutline {
    var kinds: ReportSection? {
        guard !report.kinds.isEmpty else { return nil }
        let bars = report.kinds.sorted { $0.events > $1.events }.map {
            BarPlot.Bar(
                label: name($0.kind), value: Double($0.events),
                caption: "\(Figures.count($0.events))  \(Figures.percent($0.share))")
        }
        var blocks: [ReportBlock] = []
        if let timeline { blocks.append(.timeline(timeline)) }
        blocks.append(.bars(BarPlot(title: say("Events by kind", "各类事件"), bars: bars)))
        return ReportSection(id: "kinds", title: say("Kinds of event", "事件类型"), isWide: true, blocks: blocks)
    }

    /// The five largest kinds, the rest taken together.
    private var timeline: TimelinePlot? {
        let activity = report.activity
        guard !activity.starts.isEmpty else { return nil }
        let ranked = activity.series.sorted { $0.events.reduce(0, +) > $1.events.reduce(0, +) }
        let shown = ranked.count <= 6 ? ranked.count : 5
        var series = ranked.prefix(shown).map { TimelinePlot.Series(name: name($0.kind), values: $0.events) }
        if shown < ranked.count {
            var rest = [Int](repeating: 0, count: activity.starts.count)
            for kind in ranked[shown...] { for bin in rest.indices { rest[bin] += kind.events[bin] } }
            series.append(.init(name: say("other", "其他"), values: rest))
        }
        let days = activity.daysPerBin
        return TimelinePlot(
            title: days == 1 ? say("Events per day", "每日事件") : say("Events per \(days) days", "每 \(days) 天事件"),
            starts: activity.starts, series: series)
    }

    var times: ReportSection? {
        guard report.records.events > 0, report.times.isGiven else { return nil }
        let times = report.times
        var blocks: [ReportBlock] = [
            .facts([
                Fact(say("Earliest (UTC)", "最早（UTC）"), moment(times.earliest)),
                Fact(say("Latest (UTC)", "最晚（UTC）"), moment(times.latest)),
                Fact(
                    say("Earlier than the event before", "早于前一事件"), figure(times.outOfOrder, of: report.records.events)),
                Fact(say("In the future", "在未来"), figure(times.inFuture, of: report.records.events)),
                Fact(say("Implausibly early", "早得不合理"), figure(times.implausible, of: report.records.events)),
            ])
        ]
        if report.clock.hours.contains(where: { $0 > 0 }) {
            blocks.append(
                .columns(
                    ColumnPlot(
                        title: say("Events by hour of the day", "各时段事件"), axis: say("hour, UTC", "时（UTC）"),
                        labels: (0..<24).map(String.init), values: report.clock.hours, labelEvery: 3)))
            blocks.append(
                .columns(
                    ColumnPlot(
                        title: say("Events by day of the week", "一周各日事件"), axis: say("day, UTC", "日（UTC）"),
                        labels: ReportWords.weekdays.map { $0[language] }, values: report.clock.weekdays)))
        }
        return ReportSection(id: "times", title: say("Times", "时间"), blocks: blocks)
    }

    var funnel: ReportSection? {
        guard report.records.events > 0 else { return nil }
        let gate = report.gate
        var blocks: [ReportBlock] = []
        if report.funnel.count > 1 {
            let bars = report.funnel.map { stage in
                var caption = Figures.count(stage.events)
                if let rate = stage.fromPrevious {
                    caption += say("  \(Figures.percent(rate)) of the stage before", "  占上一步 \(Figures.percent(rate))")
                }
                return BarPlot.Bar(label: name(stage.kind), value: Double(stage.events), caption: caption)
            }
            blocks.append(.bars(BarPlot(title: say("From sight to purchase", "从曝光到购买"), bars: bars)))
            blocks.append(
                .table(
                    ReportTable(
                        title: nil,
                        columns: [
                            .init(title: say("Stage", "阶段")), .init(title: say("Events", "事件"), isNumber: true),
                            .init(title: say("People", "人数"), isNumber: true),
                            .init(title: say("Of the first stage", "占第一步"), isNumber: true),
                        ],
                        rows: report.funnel.map {
                            [
                                name($0.kind), Figures.count($0.events), Figures.count($0.people),
                                Figures.percent($0.fromFirst),
                            ]
                        })))
        }
        blocks.append(
            .facts([
                Fact(
                    say("Gate: clicks fewer than impressions", "门槛：点击数少于曝光数"), ReportWords.gate(gate.result)[language]),
                Fact(say("Impressions", "曝光"), Figures.count(gate.impressions)),
                Fact(say("Clicks", "点击"), Figures.count(gate.clicks)),
            ]))
        return ReportSection(id: "funnel", title: say("Funnel", "转化漏斗"), blocks: blocks)
    }

    var popularity: ReportSection? {
        let curve = report.popularity
        guard curve.items > 0 else { return nil }
        return ReportSection(
            id: "popularity", title: say("Popularity of items", "商品热度"),
            blocks: [
                .curve(
                    CurvePlot(
                        title: say("Lorenz curve of the events", "事件的洛伦兹曲线"),
                        horizontalAxis: say("share of the items, least popular first", "商品占比（从冷门到热门）"),
                        verticalAxis: say("share of the events", "事件占比"), equality: say("all items equal", "完全均等"),
                        shares: curve.lorenz)),
                .facts([
                    Fact(say("Events on the top 1 % of items", "最热 1% 商品的事件占比"), share(curve.top1)),
                    Fact(say("… top 10 %", "最热 10%"), share(curve.top10)),
                    Fact(say("… top 20 %", "最热 20%"), share(curve.top20)),
                    Fact(say("Gini coefficient", "基尼系数"), curve.gini.map { Figures.fixed($0, 3) } ?? "–"),
                ]),
                .note(
                    curve.countsPositiveOnly
                        ? say(
                            "Counts the events that show interest (views, clicks, carts, purchases, ...).",
                            "只计表示兴趣的事件（浏览、点击、加购、购买等）。")
                        : say("Counts all events that name an item.", "计入所有写明商品的事件。")),
                .table(
                    ReportTable(
                        title: say("Most popular", "最热门"),
                        columns: [
                            .init(title: say("Item", "商品")), .init(title: say("Events", "事件"), isNumber: true),
                            .init(title: say("Share", "占比"), isNumber: true),
                        ],
                        rows: curve.mostPopular.prefix(5).map {
                            [
                                $0.item.rawValue, Figures.count($0.events),
                                Figures.percent(Double($0.events) / Double(curve.events)),
                            ]
                        })),
            ])
    }

    var shoppers: ReportSection? {
        let events = report.eventsPerShopper
        guard events.count > 0 else { return nil }
        var blocks: [ReportBlock] = [
            .columns(
                ColumnPlot(
                    title: say("Shoppers and visitors by their number of events", "顾客与访客的事件数分布"),
                    axis: say("events, from", "事件数（起）"), labels: events.buckets.map { label($0, isWhole: true) },
                    ticks: events.buckets.map { Figures.short(Double($0.from)) },
                    values: events.buckets.map(\.count))),
            .facts([
                Fact(say("Events each: median", "人均事件：中位数"), figure(events.median)),
                Fact(say("… mean", "平均"), events.mean.map { Figures.fixed($0, 1) } ?? "–"),
                Fact(say("… 90 % have at most", "90% 不超过"), figure(events.p90)),
                Fact(say("… most", "最多"), figure(events.maximum)),
            ]),
        ]
        let buying = report.repeatBuying
        if buying.buyers > 0 {
            blocks.append(
                .facts([
                    Fact(say("Buyers", "购买者"), Figures.count(buying.buyers)),
                    Fact(say("Bought at least twice", "至少购买两次"), figure(buying.repeatBuyers, of: buying.buyers)),
                    Fact(say("Orders by known buyers", "已知购买者的订单"), Figures.count(buying.orders)),
                    Fact(
                        say("Purchases of an item bought before", "复购同一商品"),
                        figure(buying.repeatLines, of: buying.lines)),
                ]))
        }
        return ReportSection(id: "shoppers", title: say("Shoppers", "顾客"), blocks: blocks)
    }

    var sessions: ReportSection? {
        let sessions = report.sessions
        guard sessions.count > 0 else { return nil }
        let origin =
            sessions.origin == .given
            ? say("named by the source", "由数据源给出")
            : say("cut at pauses of more than \(sessions.gapMinutes) min", "以超过 \(sessions.gapMinutes) 分钟的停顿切分")
        var facts = [
            Fact(say("Sessions", "会话数"), Figures.count(sessions.count)),
            Fact(say("Where they come from", "来源"), origin),
            Fact(say("Events each: median", "每会话事件：中位数"), figure(sessions.events.median)),
            Fact(say("… 90 % have at most", "90% 不超过"), figure(sessions.events.p90)),
        ]
        guard sessions.minutes.count > 0 else {
            return ReportSection(id: "sessions", title: say("Sessions", "会话"), blocks: [.facts(facts)])
        }
        facts += [
            Fact(say("Minutes: median", "时长（分钟）：中位数"), figure(sessions.minutes.median)),
            Fact(say("… 90 % last at most", "90% 不超过"), figure(sessions.minutes.p90)),
        ]
        return ReportSection(
            id: "sessions", title: say("Sessions", "会话"),
            blocks: [
                .facts(facts),
                .columns(
                    ColumnPlot(
                        title: say("Sessions by length", "会话时长分布"), axis: say("minutes, from", "分钟（起）"),
                        labels: sessions.minutes.buckets.map { label($0, isWhole: false) },
                        ticks: sessions.minutes.buckets.map { $0.from == 0 ? "< 1" : Figures.short(Double($0.from)) },
                        values: sessions.minutes.buckets.map(\.count))),
            ])
    }

    /// `1`, `2–3`, `512+` for whole numbers; `< 1`, `1–2`, `512+` for others.
    private func label(_ bucket: Distribution.Bucket, isWhole: Bool) -> String {
        guard let below = bucket.below else { return "\(bucket.from)+" }
        if bucket.from == 0 { return "< \(below)" }
        if isWhole && below == bucket.from + 1 { return "\(bucket.from)" }
        return "\(bucket.from)–\(isWhole ? below - 1 : below)"
    }
}
