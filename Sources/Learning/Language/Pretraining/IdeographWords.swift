import Foundation
import Linear

/// Words of two to four ideographs, found in texts that are written without spaces.
///
/// A run of ideographs is a word when it occurs often and its parts belong together: whichever way it is cut in two, it
/// occurs at least ``cohesion`` times as often as chance would put those parts side by side, which is a bound on their
/// pointwise mutual information (Church and Hanks, "Word association norms", 1990; the least over all cuts, as in Xiao
/// et al., "ERNIE-Gram", 2021). A text is then cut into the words whose probabilities have the largest product.
///
/// It finds what stands together in this shop's texts, the names of its goods and set phrases among them, and not the
/// words of a dictionary: that is what whole-word masking needs, since the aim is that a token cannot be guessed from its
/// other half. Time O(tokens) for each of four passes; memory: 4 bytes for each token while counting.
struct IdeographWords: Sendable {
    static let longest = 4
    /// A run that occurs less often is no word.
    static let minimumCount = 5
    /// How many times as often as by chance.
    static let cohesion = 10.0

    /// By a run's number and a token behind it, the number of the longer run. A single token's number is its own.
    private var longer: [UInt64: Int32] = [:]
    /// By run, the logarithm of its share of all tokens; nil for one that is no word.
    private var logarithms: [Double?] = []

    /// - Parameter runs: the places in `ids` where ideographs stand together.
    init(_ ids: [Int32], runs: [Range<Int>], vocabulary: Int) {
        var counts = Array(repeating: 0, count: vocabulary)
        var tokens: [[Int32]] = (0..<Int32(vocabulary)).map { [$0] }
        /// By place, the run of the last pass's length that begins there; -1 for none, or one too rare to go on with.
        var begins = Array(repeating: Int32(-1), count: ids.count)
        var total = 0
        for run in runs {
            total += run.count
            for place in run {
                begins[place] = ids[place]
                counts[Int(ids[place])] += 1
            }
        }
        for length in 2...Self.longest {
            let known = counts.count
            for run in runs {
                for place in run {
                    let last = place + length - 1
                    let shorter = begins[place]
                    guard shorter >= 0, last < run.upperBound, counts[Int(shorter)] >= Self.minimumCount else {
                        begins[place] = -1
                        continue
                    }
                    let key = Self.key(shorter, ids[last])
                    if let number = longer[key] {
                        counts[Int(number)] += 1
                        begins[place] = number
                    } else {
                        begins[place] = Int32(counts.count)
                        longer[key] = Int32(counts.count)
                        counts.append(1)
                        tokens.append(tokens[Int(shorter)] + [ids[last]])
                    }
                }
            }
            if counts.count == known { break }
        }
        logarithms = counts.enumerated().map { number, count in
            let whole = tokens[number]
            guard whole.count > 1 else { return log(Double(max(1, count)) / Double(total)) }
            guard count >= Self.minimumCount else { return nil }
            let isWord = (1..<whole.count).allSatisfy { cut in
                guard let left = self.number(whole[..<cut]), let right = self.number(whole[cut...]) else {
                    return false
                }
                let chance = Double(counts[left]) * Double(counts[right]) / Double(total)
                return Double(count) >= Self.cohesion * chance
            }
            return isWord ? log(Double(count) / Double(total)) : nil
        }
        longer = longer.filter { counts[Int($0.value)] >= Self.minimumCount }
    }

    /// Cuts a run of ideographs into words, given as places in the array it is a part of.
    func split(_ run: ArraySlice<Int32>) -> [Range<Int>] {
        /// By place, the best sum up to there and the length of the word that ends there.
        var best = [(sum: 0.0, length: 0)]
        best.reserveCapacity(run.count + 1)
        best += Array(repeating: (-Double.infinity, 1), count: run.count)
        for place in 0..<run.count {
            var number: Int32?
            for length in 1...min(Self.longest, run.count - place) {
                let token = run[run.startIndex + place + length - 1]
                number = length == 1 ? token : number.flatMap { longer[Self.key($0, token)] }
                guard let number else { break }
                guard let logarithm = logarithms[Int(number)] else { continue }
                let sum = best[place].sum + logarithm
                if sum > best[place + length].sum { best[place + length] = (sum, length) }
            }
        }
        var words: [Range<Int>] = []
        var end = run.endIndex
        while end > run.startIndex {
            let start = end - best[end - run.startIndex].length
            words.append(start..<end)
            end = start
        }
        return words.reversed()
    }

    private func number(_ tokens: ArraySlice<Int32>) -> Int? {
        guard var number = tokens.first else { return nil }
        for token in tokens.dropFirst() {
            guard let next = longer[Self.key(number, token)] else { return nil }
            number = next
        }
        return Int(number)
    }

    private static func key(_ run: Int32, _ token: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: run)) << 32 | UInt64(UInt32(bitPattern: token))
    }
}
