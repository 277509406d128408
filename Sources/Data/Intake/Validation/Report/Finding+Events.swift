import Commerce

extension Finding {
    static func repeatedIdentity(_ count: Int, isComplete: Bool) -> Finding {
        Finding(
            .warning, "duplicates.identity",
            BilingualText(
                "\(atLeast(isComplete))\(Figures.count(count, "event bears", "events bear")) an identity that an earlier event had.",
                "\(zhAtLeast(isComplete)) \(Figures.count(count)) 个事件的标识与此前的事件重复。"),
            remedy: BilingualText(
                "They were probably delivered twice: clean with the step deduplicate by identity.",
                "很可能重复投递：请用清洗步骤 deduplicate（按 identity）处理。"))
    }

    static func repeatedContent(_ count: Int, isComplete: Bool) -> Finding {
        Finding(
            .warning, "duplicates.content",
            BilingualText(
                "\(atLeast(isComplete))\(Figures.count(count, "event equals", "events equal")) an earlier event in every field.",
                "\(zhAtLeast(isComplete)) \(Figures.count(count)) 个事件与此前某个事件的所有字段完全相同。"),
            remedy: BilingualText(
                "If a repeated line is not two real events, clean with the step deduplicate by content.",
                "若重复行并非两次真实事件，请用清洗步骤 deduplicate（按 content）处理。"))
    }

    static func missing(_ field: MissingField, isMandatory: Bool) -> Finding {
        let share = Figures.percent(field.share)
        let name = ReportWords.field(field.field)
        // Sums of money go wrong without these; other fields are a convenience.
        let isNeeded = ["order", "quantity", "price"].contains(field.field) && field.share >= 0.05
        return Finding(
            isMandatory || isNeeded ? .warning : .note, "missing.\(field.field)",
            BilingualText(
                "\(Figures.count(field.missing)) of \(Figures.count(field.expected)) events that should have it (\(share)) lack: \(name.en).",
                "应有“\(name.zh)”的 \(Figures.count(field.expected)) 个事件中，有 \(Figures.count(field.missing)) 个（\(share)）缺失。"
            ),
            remedy: isMandatory
                ? BilingualText(
                    "Such events teach nothing about a person or an item; find out why the source omits it.",
                    "这些事件无法用于学习人或商品；请查明数据源缺失的原因。")
                : BilingualText(
                    "Map the column if there is one, or clean with the step fill-missing.",
                    "若有对应的列请用 --map 映射，或用清洗步骤 fill-missing 处理。"))
    }

    static func anonymous(_ count: Int, of events: Int) -> Finding {
        let share = Double(count) / Double(events)
        return Finding(
            count < events && share >= 0.05 ? .warning : .note, "missing.shopper",
            BilingualText(
                "\(Figures.count(count)) of \(Figures.count(events, "event", "events")) (\(Figures.percent(share))) name a visitor but no shopper.",
                "\(Figures.count(events)) 个事件中有 \(Figures.count(count)) 个（\(Figures.percent(share))）只有访客、没有顾客。"),
            remedy: BilingualText(
                "They count as shoppers of their own; the step merge-visitors joins those who are later known.",
                "它们各自计为一位顾客；清洗步骤 merge-visitors 可并入后来登录的顾客。"))
    }

    static func unknownItems(_ orphans: OrphanCheck) -> Finding {
        let examples = orphans.unknownItemExamples.prefix(3).map(\.rawValue).joined(separator: ", ")
        return Finding(
            .warning, "orphans.items",
            BilingualText(
                "\(Figures.count(orphans.eventsOfUnknownItems, "event names", "events name")) \(Figures.count(orphans.unknownItems, "item", "items")) that the item table lacks, such as \(examples).",
                "\(Figures.count(orphans.eventsOfUnknownItems)) 个事件涉及商品表中没有的 \(Figures.count(orphans.unknownItems)) 个商品，例如 \(examples)。"
            ),
            remedy: BilingualText(
                "Complete the item table, or the same item is spelt in two ways.",
                "请补全商品表，或检查同一商品是否有两种写法。"))
    }

    static func itemsWithoutEvents(_ count: Int) -> Finding {
        Finding(
            .note, "orphans.unused",
            BilingualText(
                "\(Figures.count(count, "item", "items")) of the item table \(count == 1 ? "occurs" : "occur") in no event.",
                "商品表中有 \(Figures.count(count)) 个商品没有任何事件。"),
            remedy: BilingualText(
                "Nothing to do: they can be recommended by their content and through exploration.",
                "无需处理：可凭内容与探索来推荐它们。"))
    }

    static func unknownShoppers(_ orphans: OrphanCheck) -> Finding {
        Finding(
            .note, "orphans.shoppers",
            BilingualText(
                "\(Figures.count(orphans.eventsOfUnknownShoppers, "event is", "events are")) by \(Figures.count(orphans.unknownShoppers, "shopper", "shoppers")) that the shopper table lacks.",
                "\(Figures.count(orphans.eventsOfUnknownShoppers)) 个事件来自顾客表中没有的 \(Figures.count(orphans.unknownShoppers)) 位顾客。"
            ),
            remedy: BilingualText(
                "Complete the shopper table if segments or attributes are to be used.",
                "若要使用分群或属性，请补全顾客表。"))
    }

    static let timesAbsent = Finding(
        .note, "times.absent",
        BilingualText(
            "The source gives an order of events but no times.", "数据源只有事件的先后顺序，没有时间。"),
        remedy: BilingualText(
            "If there is a column with the time, map it; without it, seasons, session lengths and rates are unknown.",
            "若有时间列请映射；没有时间就无法得知季节、会话时长与速率。"))

    static func timesInFuture(_ count: Int) -> Finding {
        Finding(
            .warning, "times.future",
            BilingualText(
                "\(Figures.count(count, "event lies", "events lie")) in the future.",
                "\(Figures.count(count)) 个事件的时间在未来。"),
            remedy: BilingualText(
                "Look for local times read as UTC, swapped day and month, or seconds read as milliseconds.",
                "请检查是否把本地时间当作 UTC、日月颠倒，或秒与毫秒混淆。"))
    }

    static func timesImplausible(_ count: Int, before bound: Timestamp) -> Finding {
        Finding(
            .warning, "times.implausible",
            BilingualText(
                "\(Figures.count(count, "event lies", "events lie")) before \(bound.iso8601.prefix(10)).",
                "\(Figures.count(count)) 个事件的时间早于 \(bound.iso8601.prefix(10))。"),
            remedy: BilingualText(
                "An empty time read as 1970 is the usual cause; correct the rows or drop them.",
                "常见原因是空时间被读成 1970 年；请改正或删除这些行。"))
    }

    static func timesOutOfOrder(_ count: Int) -> Finding {
        Finding(
            .note, "times.order",
            BilingualText(
                "\(Figures.count(count, "event is", "events are")) earlier than the event before in the source.",
                "\(Figures.count(count)) 个事件的时间早于其前一事件。"),
            remedy: BilingualText(
                "Nothing to do: events are put in order of time. Rates and sessions here may be a little low.",
                "无需处理：导入时会按时间排序。此处的速率与会话可能略低。"))
    }

    static func atLeast(_ isComplete: Bool) -> String { isComplete ? "" : "At least " }
    static func zhAtLeast(_ isComplete: Bool) -> String { isComplete ? "有" : "至少有" }
}
