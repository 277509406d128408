import Commerce

extension ReportOutline {
    var money: ReportSection? {
        var profiles: [(String, NumberProfile)] = []
        if report.quantities.count > 0 { profiles.append((say("quantity", "数量"), report.quantities)) }
        for money in report.currencies { profiles.append((say("price, ", "价格 ") + money.currency.code, money.prices)) }
        guard !profiles.isEmpty else { return nil }
        var blocks: [ReportBlock] = []
        if !report.currencies.isEmpty {
            blocks.append(
                .facts(
                    report.currencies.flatMap { money in
                        [
                            Fact(say("Purchases, ", "购买额 ") + money.currency.code, Figures.fixed(money.purchased, 2)),
                            Fact(
                                say("Cancellations and returns, ", "取消与退货额 ") + money.currency.code,
                                Figures.fixed(money.reversed, 2)),
                        ]
                    }))
        }
        blocks.append(
            .table(
                ReportTable(
                    title: say("Amounts", "数值概况"),
                    columns: [.init(title: "")]
                        + [
                            say("Least", "最小"), say("Negative", "负数"), say("Zero", "零"), say("Quarter", "下四分位"),
                            say("Median", "中位数"), say("3 quarters", "上四分位"), say("Greatest", "最大"),
                            say("Extreme", "极端"), say("Bound", "界限"),
                        ].map { .init(title: $0, isNumber: true) },
                    rows: profiles.map { name, profile in
                        [
                            name, figure(profile.minimum), Figures.count(profile.negative), Figures.count(profile.zero),
                            figure(profile.lowerQuartile), figure(profile.median), figure(profile.upperQuartile),
                            figure(profile.maximum), Figures.count(profile.extreme), figure(profile.extremeAbove),
                        ]
                    })))
        for (name, profile) in profiles where profile.extreme > 0 {
            blocks.append(
                .table(
                    ReportTable(
                        title: say("Greatest: ", "最大：") + name,
                        columns: [
                            .init(title: say("Value", "值"), isNumber: true), .init(title: say("Who", "身份")),
                            .init(title: say("Item", "商品")), .init(title: say("Order", "订单")),
                            .init(title: say("Time (UTC)", "时间（UTC）")),
                        ],
                        rows: profile.largest.map {
                            [
                                Figures.number($0.value), $0.who ?? "–", $0.item?.rawValue ?? "–",
                                $0.order?.rawValue ?? "–",
                                moment($0.time),
                            ]
                        })))
        }
        return ReportSection(
            id: "money", title: say("Quantities and prices", "数量与价格"), isWide: true, blocks: blocks)
    }

    var reversals: ReportSection? {
        let check = report.reversals
        guard check.count > 0 else { return nil }
        var blocks: [ReportBlock] = [
            .facts([
                Fact(say("Cancellations", "取消"), Figures.count(check.cancellations)),
                Fact(say("Returns", "退货"), Figures.count(check.returns)),
                Fact(say("Matched to a purchase", "与购买匹配"), figure(check.matched, of: check.count)),
                Fact(say("Matched in part", "部分匹配"), figure(check.partlyMatched, of: check.count)),
                Fact(say("Without a purchase", "无对应购买"), figure(check.unmatched, of: check.count)),
                Fact(say("Nothing to look up by", "无从查找"), figure(check.unidentified, of: check.count)),
                Fact(
                    say("Quantity matched", "匹配数量"),
                    "\(Figures.number(check.matchedQuantity)) / \(Figures.number(check.quantity))"),
            ])
        ]
        if !check.examples.isEmpty {
            blocks.append(
                .table(
                    ReportTable(
                        title: say("Some that were not fully matched", "未完全匹配的示例"),
                        columns: [
                            .init(title: say("Kind", "类型")), .init(title: say("Who", "身份")),
                            .init(title: say("Item", "商品")), .init(title: say("Order", "订单")),
                            .init(title: say("Quantity", "数量"), isNumber: true),
                            .init(title: say("Matched", "匹配"), isNumber: true),
                        ],
                        rows: check.examples.map {
                            [
                                name($0.kind), $0.who ?? "–", $0.item?.rawValue ?? "–", $0.order?.rawValue ?? "–",
                                Figures.number($0.quantity), Figures.number($0.matchedQuantity),
                            ]
                        })))
        }
        return ReportSection(id: "reversals", title: say("Cancellations and returns", "取消与退货"), blocks: blocks)
    }

    var completeness: ReportSection? {
        guard report.records.events > 0 else { return nil }
        let (duplicates, orphans) = (report.duplicates, report.orphans)
        let atLeast = duplicates.isComplete ? "" : "≥ "
        var facts = [
            Fact(
                say("Events equal to an earlier one", "与此前事件完全相同"),
                atLeast + figure(duplicates.repeatedContent, of: report.records.events)),
            Fact(
                say("Events with an earlier one's identity", "标识与此前事件重复"),
                atLeast + figure(duplicates.repeatedIdentity, of: report.records.events)),
        ]
        if orphans.hasItemTable {
            facts += [
                Fact(say("Events of unknown items", "未知商品的事件"), Figures.count(orphans.eventsOfUnknownItems)),
                Fact(say("Unknown items", "未知商品"), Figures.count(orphans.unknownItems)),
                Fact(say("Items without events", "没有事件的商品"), Figures.count(orphans.itemsWithoutEvents)),
            ]
        }
        if orphans.hasShopperTable {
            facts.append(Fact(say("Unknown shoppers", "未知顾客"), Figures.count(orphans.unknownShoppers)))
        }
        return ReportSection(
            id: "completeness", title: say("Completeness", "完整性"),
            blocks: [
                .table(
                    ReportTable(
                        title: say("Missing values", "缺失值"),
                        columns: [
                            .init(title: say("Field", "字段")), .init(title: say("Should be in", "应有"), isNumber: true),
                            .init(title: say("Missing", "缺失"), isNumber: true),
                            .init(title: say("Share", "占比"), isNumber: true),
                        ],
                        rows: report.missing.map {
                            [
                                ReportWords.field($0.field)[language], Figures.count($0.expected),
                                Figures.count($0.missing), Figures.percent($0.share),
                            ]
                        })),
                .facts(facts),
            ])
    }
}
