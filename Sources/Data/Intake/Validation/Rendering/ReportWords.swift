import Commerce

/// The names that the report uses for the vocabulary, in both languages.
enum ReportWords {
    static func kind(_ kind: EventKind) -> BilingualText {
        switch kind {
        case .impression: BilingualText("impression", "曝光")
        case .view: BilingualText("view", "浏览")
        case .click: BilingualText("click", "点击")
        case .favourite: BilingualText("favourite", "收藏")
        case .unfavourite: BilingualText("unfavourite", "取消收藏")
        case .cart: BilingualText("cart", "加购")
        case .uncart: BilingualText("uncart", "移出购物车")
        case .checkout: BilingualText("checkout", "结算")
        case .purchase: BilingualText("purchase", "购买")
        case .cancellation: BilingualText("cancellation", "取消订单")
        case .refund: BilingualText("return", "退货")
        case .rating: BilingualText("rating", "评分")
        case .review: BilingualText("review", "评价")
        case .search: BilingualText("search", "搜索")
        case .message: BilingualText("message", "咨询")
        case .share: BilingualText("share", "分享")
        case .dislike: BilingualText("dislike", "不喜欢")
        }
    }

    static func field(_ field: String) -> BilingualText {
        let chinese = [
            "shopper": "顾客", "shopperOrVisitor": "顾客或访客", "item": "商品", "session": "会话", "order": "订单",
            "quantity": "数量", "price": "价格", "value": "数值", "text": "文本", "surface": "展示位", "decision": "决策",
        ]
        return BilingualText(field == "shopperOrVisitor" ? "shopper or visitor" : field, chinese[field] ?? field)
    }

    static func verdict(_ verdict: Verdict) -> BilingualText {
        switch verdict {
        case .ready: BilingualText("Ready", "可以使用")
        case .readyWithWarnings: BilingualText("Ready, with warnings", "可用，但有警告")
        case .notReady: BilingualText("Not ready", "尚不可用")
        }
    }

    static func severity(_ severity: Finding.Severity) -> BilingualText {
        switch severity {
        case .error: BilingualText("error", "错误")
        case .warning: BilingualText("warning", "警告")
        case .note: BilingualText("note", "提示")
        }
    }

    static func gate(_ result: ExposureGate.Result) -> BilingualText {
        switch result {
        case .passed: BilingualText("passed", "通过")
        case .failed: BilingualText("failed", "未通过")
        case .notApplicable: BilingualText("not applicable, no impressions", "不适用，没有曝光")
        }
    }

    static let weekdays = [
        BilingualText("Mon", "周一"), BilingualText("Tue", "周二"), BilingualText("Wed", "周三"),
        BilingualText("Thu", "周四"), BilingualText("Fri", "周五"), BilingualText("Sat", "周六"),
        BilingualText("Sun", "周日"),
    ]
}
