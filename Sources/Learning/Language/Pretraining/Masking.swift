import Commerce

/// Which tokens of a text a model must guess, and what it sees in their place.
///
/// Of the tokens of an example a share is drawn, whole units at a time. Of these most are hidden behind the mask, some
/// replaced by a token drawn from the vocabulary, and the rest left as they are, so that the model cannot rely on a mask
/// to tell it where to look (Devlin et al., "BERT", 2019, section 3.1: 15 %, of these 80 %, 10 % and 10 %). Drawn anew in
/// each round (Liu et al., "RoBERTa", 2019). Departures: the share holds on the average to the token, since the last unit
/// is taken with the probability that makes it so, and random tokens are never those with a role.
///
/// A value: the same seed, round and example give the same, in whatever batch and order.
public struct Masking: Sendable, Equatable {
    /// Of the tokens that may be masked; at least one unit is, however short the text.
    public let share: Double
    /// Of those drawn, hidden behind the mask.
    public let hidden: Double
    /// Of those drawn, replaced by another token.
    public let replaced: Double
    public let seed: UInt64

    /// The round of masks that stay, which no epoch has.
    static let heldOut = UInt64.max

    /// - Throws: `LanguageError` `pretraining.setting`.
    public init(share: Double = 0.15, hidden: Double = 0.8, replaced: Double = 0.1, seed: UInt64 = 0) throws {
        func check(_ holds: Bool, _ name: String, _ rule: String, _ value: Double) throws {
            guard holds else {
                throw LanguageError(
                    code: "pretraining.setting", message: "Masking.\(name) must be \(rule); got \(value)")
            }
        }
        try check(share > 0 && share < 1, "share", "in (0, 1)", share)
        try check((0...1).contains(hidden), "hidden", "in [0, 1]", hidden)
        // 0.8 + 0.2 is a little more than 1 in some roundings.
        try check(replaced >= 0 && hidden + replaced <= 1 + 1e-9, "replaced", "in [0, 1 - hidden]", replaced)
        self.share = share
        self.hidden = hidden
        self.replaced = replaced
        self.seed = seed
    }

    /// An example as the model sees it, with what it is to guess.
    struct Example: Equatable {
        /// The template's tokens included.
        var ids: [Int32]
        /// Where tokens are to be guessed, in order, and which they were.
        var places: [Int]
        var targets: [Int32]
    }

    /// - Parameters:
    ///   - number: of the example in the corpus.
    ///   - round: an epoch, or what else stands for another draw.
    func callAsFunction(_ number: Int, of corpus: MaskedCorpus, round: UInt64) -> Example {
        let range = corpus.pieces[number].range
        var generator = SeededGenerator(seed: seed).split(round).split(UInt64(number))
        var example = Example(ids: corpus.prefix + corpus.ids[range] + corpus.suffix, places: [], targets: [])
        let shift = corpus.prefix.count - range.lowerBound
        for place in drawn(from: corpus.kinds, in: range, &generator).sorted() {
            example.places.append(place + shift)
            example.targets.append(corpus.ids[place])
            let draw = generator.unit()
            if draw < hidden {
                example.ids[place + shift] = corpus.mask
            } else if draw < hidden + replaced, let other = corpus.replacements.randomElement(using: &generator) {
                example.ids[place + shift] = other
            }
        }
        return example
    }

    /// Places drawn, unit by unit.
    private func drawn(
        from kinds: [MaskedCorpus.Kind], in range: Range<Int>, _ generator: inout SeededGenerator
    ) -> [Int] {
        var units: [Range<Int>] = []
        for place in range where kinds[place] != .fixed {
            // The first may continue a word that was too long for one example.
            if kinds[place] == .continues, let last = units.last, last.upperBound == place {
                units[units.count - 1] = last.lowerBound..<place + 1
            } else {
                units.append(place..<place + 1)
            }
        }
        var left = share * Double(units.reduce(0) { $0 + $1.count })
        var drawn: [Int] = []
        // The first places of a random order, as far as needed (Fisher and Yates).
        for index in units.indices {
            units.swapAt(index, Int.random(in: index..<units.count, using: &generator))
            let unit = units[index]
            let fits = Double(unit.count) <= left
            if fits || drawn.isEmpty || generator.unit() * Double(unit.count) < left { drawn += unit }
            left -= Double(unit.count)
            if !fits { break }
        }
        return drawn
    }
}
