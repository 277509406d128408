import Commerce

extension Finding {
    static func bots(_ bots: BotCheck, of events: Int) -> Finding {
        let share = Figures.percent(Double(bots.events) / Double(events))
        return Finding(
            .warning, "bots.rate",
            BilingualText(
                "\(Figures.count(bots.count, "shopper or visitor", "shoppers or visitors")) acted more than \(bots.actionsPerMinute) times in one minute; \(share) of all events are theirs.",
                "\(Figures.count(bots.count)) 位顾客或访客在一分钟内操作超过 \(bots.actionsPerMinute) 次，其事件占全部的 \(share)。"),
            remedy: BilingualText(
                "If these are not people, clean with the step remove-bots.",
                "若并非真人，请用清洗步骤 remove-bots 处理。"))
    }

    static let nobody = Finding(
        .error, "people.none",
        BilingualText(
            "No event names a shopper or a visitor.", "没有任何事件写明顾客或访客。"),
        remedy: BilingualText(
            "Map the column that says who acted: --map shopper=COLUMN or visitor=COLUMN.",
            "请映射“谁在操作”的列：--map shopper=列名 或 visitor=列名。"))

    static let fewEventsPerShopper = Finding(
        .warning, "people.sparse",
        BilingualText(
            "Half of the shoppers and visitors have a single event.", "半数顾客和访客只有一个事件。"),
        remedy: BilingualText(
            "Personal models have little to learn from; merge visitors into shoppers, or keep to popular and similar items.",
            "个性化模型可学的很少；请将访客并入顾客，或使用热门与相似商品推荐。"))

    static func smallLog(_ events: Int) -> Finding {
        Finding(
            .note, "events.few",
            BilingualText(
                "\(Figures.count(events, "event is", "events are")) few: differences between models will be within chance.",
                "仅有 \(Figures.count(events)) 个事件，数量较少：模型之间的差异会在随机误差之内。"),
            remedy: BilingualText("Collect more before comparing models.", "请积累更多数据后再比较模型。"))
    }

    static func concentrated(share: Double) -> Finding {
        Finding(
            .note, "popularity.concentrated",
            BilingualText(
                "1 % of the items draw \(Figures.percent(share)) of the events.",
                "1% 的商品占据了 \(Figures.percent(share)) 的事件。"),
            remedy: BilingualText(
                "Judge models by coverage and novelty too: a list of best-sellers scores well here.",
                "评估模型时请兼看覆盖率与新颖度：仅推荐畅销品在此也能得高分。"))
    }

    static func gateFailed(_ gate: ExposureGate) -> Finding {
        Finding(
            .error, "gate.exposure",
            BilingualText(
                "There are \(Figures.count(gate.clicks, "click", "clicks")) on \(Figures.count(gate.impressions, "impression", "impressions")); clicks must be fewer than impressions.",
                "曝光 \(Figures.count(gate.impressions)) 次，点击却有 \(Figures.count(gate.clicks)) 次；点击数必须少于曝光数。"),
            remedy: BilingualText(
                "Impressions are being lost, or clicks sent twice: check the tracking before training on rates.",
                "曝光有丢失，或点击被重复发送：在用点击率训练之前请检查埋点。"))
    }

    static let noImpressions = Finding(
        .note, "gate.noImpressions",
        BilingualText(
            "The log has no impressions, so what was shown and ignored is unknown.",
            "日志中没有曝光，因此无法得知展示后被忽略的商品。"),
        remedy: BilingualText(
            "Recommenders can be trained; click rates and off-policy evaluation need impressions.",
            "可以训练推荐模型；点击率与离线策略评估需要曝光数据。"))

    static func mixedCurrencies(_ currencies: [CurrencyProfile]) -> Finding {
        let codes = currencies.map(\.currency.code).joined(separator: ", ")
        return Finding(
            .warning, "money.mixed",
            BilingualText("Prices are in several currencies: \(codes).", "价格使用了多种货币：\(codes)。"),
            remedy: BilingualText(
                "Amounts are never added across currencies; convert them, or import one shop for each currency.",
                "不同货币的金额不会相加；请先换算，或按货币分店导入。"))
    }

    static func reversalsAdrift(_ check: ReversalCheck) -> Finding {
        let adrift = check.unmatched + check.partlyMatched + check.unidentified
        let share = Double(adrift) / Double(check.count)
        return Finding(
            share >= 0.2 ? .warning : .note, "reversals.unmatched",
            BilingualText(
                "\(Figures.count(adrift)) of \(Figures.count(check.count)) cancellations and returns (\(Figures.percent(share))) lack a purchase before them, or it was too small.",
                "\(Figures.count(check.count)) 次取消与退货中，有 \(Figures.count(adrift)) 次（\(Figures.percent(share))）此前没有对应的购买或购买数量不足。"
            ),
            remedy: BilingualText(
                "Purchases from before the log began are the usual cause; the step net-cancellations removes the rest with their purchase.",
                "常见原因是购买发生在日志开始之前；其余可用清洗步骤 net-cancellations 与购买相抵。"))
    }

    static func negativeQuantities(_ count: Int) -> Finding {
        Finding(
            .warning, "quantity.negative",
            BilingualText(
                "\(Figures.count(count, "event has", "events have")) a negative quantity.",
                "\(Figures.count(count)) 个事件的数量为负。"),
            remedy: BilingualText(
                "Send cancellations and returns as kinds of their own, with a positive quantity.",
                "请把取消与退货作为单独的事件类型，数量写正数。"))
    }

    static func zeroQuantities(_ count: Int) -> Finding {
        Finding(
            .note, "quantity.zero",
            BilingualText(
                "\(Figures.count(count, "event has", "events have")) quantity 0.", "\(Figures.count(count)) 个事件的数量为 0。"),
            remedy: BilingualText(
                "They count as events; drop them if nothing was bought.", "它们仍计为事件；若实际没有购买请删除。"))
    }

    static func extremeQuantities(_ profile: NumberProfile) -> Finding {
        let bound = Figures.number(profile.extremeAbove ?? 0)
        let largest = Figures.number(profile.maximum ?? 0)
        return Finding(
            .warning, "quantity.extreme",
            BilingualText(
                "\(Figures.count(profile.extreme, "quantity exceeds", "quantities exceed")) \(bound), far beyond the rest; the largest is \(largest).",
                "\(Figures.count(profile.extreme)) 个数量超过 \(bound)，远离其余数据；最大为 \(largest)。"),
            remedy: BilingualText(
                "Check the examples for typing errors; the step limit-outliers caps or drops them.",
                "请查看示例是否为录入错误；清洗步骤 limit-outliers 可截断或删除。"))
    }

    static func negativePrices(_ money: CurrencyProfile) -> Finding {
        Finding(
            .warning, "price.negative",
            BilingualText(
                "\(Figures.count(money.prices.negative, "price", "prices")) in \(money.currency.code) \(money.prices.negative == 1 ? "is" : "are") negative.",
                "\(Figures.count(money.prices.negative)) 个 \(money.currency.code) 价格为负。"),
            remedy: BilingualText(
                "They are usually corrections and not sales; keep them out of training.",
                "多为账务更正而非销售；请勿用于训练。"))
    }

    static func zeroPrices(_ money: CurrencyProfile) -> Finding {
        Finding(
            .note, "price.zero",
            BilingualText(
                "\(Figures.count(money.prices.zero, "price", "prices")) in \(money.currency.code) \(money.prices.zero == 1 ? "is" : "are") 0.",
                "\(Figures.count(money.prices.zero)) 个 \(money.currency.code) 价格为 0。"),
            remedy: BilingualText(
                "Gifts and stock corrections look like this; leave them out of models of price.",
                "赠品与库存更正会如此；请勿用于价格模型。"))
    }

    static func extremePrices(_ money: CurrencyProfile) -> Finding {
        let bound = Figures.number(money.prices.extremeAbove ?? 0)
        let largest = Figures.number(money.prices.maximum ?? 0)
        return Finding(
            .warning, "price.extreme",
            BilingualText(
                "\(Figures.count(money.prices.extreme, "price exceeds", "prices exceed")) \(money.currency.code) \(bound), far beyond the rest; the largest is \(largest).",
                "\(Figures.count(money.prices.extreme)) 个价格超过 \(money.currency.code) \(bound)，远离其余数据；最大为 \(largest)。"),
            remedy: BilingualText(
                "Charges and typing errors look like this; the step limit-outliers caps or drops them.",
                "手续费与录入错误会如此；清洗步骤 limit-outliers 可截断或删除。"))
    }
}
