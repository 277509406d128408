/// Texts that a served model must answer, and such as it will be asked in the main.
enum ProbeTexts {
    /// As long as what shops have: queries, titles, questions, reviews; a fifth of them in Chinese.
    ///
    /// The same ones every time, so that two models are measured with the same texts.
    static func mix(_ count: Int) -> [String] {
        let lengths = [2, 3, 5, 8, 8, 12, 15, 20, 30, 45, 60, 90]
        return (0..<count).map { place in
            let length = lengths[place * 7 % lengths.count]
            let words = place % 5 == 4 ? chinese : english
            let chosen = (0..<length).map { words[(place * 31 + $0 * 17 + $0 * $0) % words.count] }
            return chosen.joined(separator: place % 5 == 4 ? "" : " ")
        }
    }

    static let long = 100_000
    /// Each of ``long`` characters: words, a word without end, and a script without spaces.
    static let longTexts = [
        String(String(repeating: "a soft red dress, size 40 ", count: long / 26 + 1).prefix(long)),
        String(repeating: "x", count: long),
        String(String(repeating: "质量很好", count: long / 4 + 1).prefix(long)),
    ]
    static let emoji = "Love it 😍👍🏽 perfect for the family 👨‍👩‍👧‍👦 🇨🇳❤️"
    static let chineseText = "这条连衣裙质量很好，颜色和图片一样，下次还会再买。"
    static let unlike = ["a red summer dress made of cotton", "The parcel came three weeks late and was broken."]

    private static let english =
        "the dress fits very well and is soft but runs large so order one size down it was too long for me color blue shirt cotton easy to return delivery quick broken zipper kettle steel love this great price"
        .split(separator: " ").map(String.init)
    private static let chinese = [
        "质量", "很好", "衣服", "颜色", "喜欢", "物流", "太慢", "客服", "态度", "不错", "尺码", "偏大", "退货", "便宜", "满意",
        "的", "了", "，",
    ]
}
