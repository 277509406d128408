/// A word as pieces, and how often it occurs.
struct MergingWord: Sendable {
    var ids: [Int32]
    var count: Int
}

/// Two pieces that stand beside each other.
struct PiecePair: Hashable, Sendable {
    var left: Int32
    var right: Int32
}

/// Words whose pieces are merged pair by pair, with the frequency of every pair kept up to date.
struct PieceMerger {
    private struct Candidate {
        var count: Int
        var pair: PiecePair

        /// More frequent first; of equals, the lower numbers.
        func precedes(_ other: Candidate) -> Bool {
            if count != other.count { return count > other.count }
            return (pair.left, pair.right) < (other.pair.left, other.pair.right)
        }
    }

    private var words: [MergingWord]
    private var counts: [PiecePair: Int] = [:]
    /// Words in which a pair occurs or once did.
    private var places: [PiecePair: [Int32]] = [:]
    /// Pairs with the frequency they had when they came in; one that is out of date goes back with its new one.
    private var queue: [Candidate] = []

    init(words: [MergingWord]) {
        self.words = words
        for (number, word) in words.enumerated() {
            for index in 0..<word.ids.count - 1 {
                note(PiecePair(left: word.ids[index], right: word.ids[index + 1]), word.count, in: number)
            }
        }
        for (pair, count) in counts { push(Candidate(count: count, pair: pair)) }
    }

    private mutating func note(_ pair: PiecePair, _ change: Int, in word: Int) {
        counts[pair, default: 0] += change
        guard change > 0, places[pair]?.last != Int32(word) else { return }
        places[pair, default: []].append(Int32(word))
    }

    /// The pair to merge next; nil when none occurs often enough.
    mutating func mostFrequentPair(atLeast minimum: Int) -> PiecePair? {
        while let candidate = pop() {
            let count = counts[candidate.pair] ?? 0
            if count != candidate.count {
                if count > 0 { push(Candidate(count: count, pair: candidate.pair)) }
                continue
            }
            return count >= minimum ? candidate.pair : nil
        }
        return nil
    }

    /// Puts `id` where `pair` stands, from left to right in each word.
    mutating func merge(_ pair: PiecePair, into id: Int32) {
        counts[pair] = nil
        var created = Set<PiecePair>()
        for number in places.removeValue(forKey: pair) ?? [] {
            let word = words[Int(number)]
            var ids: [Int32] = []
            ids.reserveCapacity(word.ids.count)
            var index = 0
            while index < word.ids.count {
                guard index + 1 < word.ids.count, word.ids[index] == pair.left, word.ids[index + 1] == pair.right else {
                    ids.append(word.ids[index])
                    index += 1
                    continue
                }
                if let before = ids.last {
                    lower(PiecePair(left: before, right: pair.left), by: word.count)
                    let made = PiecePair(left: before, right: id)
                    note(made, word.count, in: Int(number))
                    created.insert(made)
                }
                if index + 2 < word.ids.count {
                    lower(PiecePair(left: pair.right, right: word.ids[index + 2]), by: word.count)
                    let made = PiecePair(left: id, right: word.ids[index + 2])
                    note(made, word.count, in: Int(number))
                    created.insert(made)
                }
                ids.append(id)
                index += 2
            }
            words[Int(number)].ids = ids
        }
        counts[pair] = nil
        for made in created {
            if let count = counts[made], count > 0 { push(Candidate(count: count, pair: made)) }
        }
    }

    private mutating func lower(_ pair: PiecePair, by count: Int) {
        counts[pair, default: 0] -= count
    }

    private mutating func push(_ candidate: Candidate) {
        var slot = queue.count
        queue.append(candidate)
        while slot > 0, candidate.precedes(queue[(slot - 1) / 2]) {
            queue[slot] = queue[(slot - 1) / 2]
            slot = (slot - 1) / 2
        }
        queue[slot] = candidate
    }

    private mutating func pop() -> Candidate? {
        guard let first = queue.first, let moved = queue.popLast() else { return nil }
        if !queue.isEmpty {
            var slot = 0
            while true {
                var child = slot * 2 + 1
                guard child < queue.count else { break }
                if child + 1 < queue.count, queue[child + 1].precedes(queue[child]) { child += 1 }
                guard queue[child].precedes(moved) else { break }
                queue[slot] = queue[child]
                slot = child
            }
            queue[slot] = moved
        }
        return first
    }
}
