import Commerce

/// Short reviews in two languages, in the tone of their stars.
enum ReviewWords {
    static func review(
        of thing: Phrase, stars: Int, in language: Language, using random: inout some RandomNumberGenerator
    ) -> String {
        let opinions = stars >= 4 ? praise : stars == 3 ? shrug : blame
        let details = stars >= 4 ? praiseDetails : stars == 3 ? shrugDetails : blameDetails
        let opinion = opinions[Int.random(in: 0..<opinions.count, using: &random)]
        let detail = details[Int.random(in: 0..<details.count, using: &random)]
        if language == .chinese {
            let text = opinion.chinese.split(separator: "*", omittingEmptySubsequences: false)
            return text.joined(separator: thing.chinese) + "，" + detail.chinese + "。"
        }
        let text = opinion.english.split(separator: "*", omittingEmptySubsequences: false)
        return text.joined(separator: thing.english.lowercased()) + ". " + detail.english + "."
    }

    // A star stands for the thing; no commas, as the lists are parted by them.
    private static let praise = Phrase.list(
        "Love this */非常喜欢这款*, Lovely */很棒的*, Best * I have bought/买过最好的*, Exactly the * I wanted/正是我想要的*, Really happy with my */对这款*很满意"
    )
    private static let praiseDetails = Phrase.list(
        "Great quality for the price/性价比很高, Arrived quickly and well packed/物流快包装好, Would buy again/会回购, My family likes it too/家人也喜欢, Looks even better than in the picture/实物比图片还好看"
    )
    private static let shrug = Phrase.list("The * is all right/这款*还可以, An average */*一般般, Not bad for a */作为*还算不错")
    private static let shrugDetails = Phrase.list(
        "Nothing special/没什么特别, A little smaller than expected/比想象的小一点, Took a while to arrive/物流有点慢, Fine for the price/这个价位可以接受"
    )
    private static let blame = Phrase.list(
        "Disappointed by this */对这款*很失望, Would not buy this * again/不会再买这款*, The * is not as described/*与描述不符")
    private static let blameDetails = Phrase.list(
        "Poor quality/质量很差, Broke after a week/用了一周就坏了, Sent it back/已经退货, The colour is quite different/颜色差别很大, Too expensive for what it is/价格偏高不值"
    )
}
