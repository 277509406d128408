/// Finds the purchases that cancellations and returns take back.
///
/// Rule: a reversal takes from purchases of its key at its time or before that still have quantity left: from those of its
/// own order first (the latest first), then from the others, the latest first. Used alike by the validation report
/// and by ``CancellationNetting``, so that both say the same.
enum ReversalMatcher {
    struct Match: Equatable {
        /// Sequence numbers of the two lines.
        let reversal: Int32
        let purchase: Int32
        let quantity: Double
    }

    /// - Parameter lines: the lines of one key, in the order of ``PurchaseLine/isBefore(_:_:)``.
    /// - Returns: in the order of the reversals. O(lines) amortised.
    static func match(_ lines: some Collection<PurchaseLine>) -> [Match] {
        var matches: [Match] = []
        var open: [(line: Int32, left: Double)] = []
        // Places in `open`; exhausted ones are popped when met.
        var stack: [Int] = []
        var stackOfOrder: [UInt64: [Int]] = [:]

        func take(_ wanted: inout Double, for reversal: Int32, from stack: inout [Int]) {
            while wanted > 0, let place = stack.last {
                let part = min(wanted, open[place].left)
                if part > 0 {
                    matches.append(Match(reversal: reversal, purchase: open[place].line, quantity: part))
                    open[place].left -= part
                    wanted -= part
                }
                if open[place].left <= 0 { stack.removeLast() }
            }
        }

        for line in lines {
            if line.isReversal {
                var wanted = line.quantity
                if line.order != 0, stackOfOrder[line.order] != nil {
                    take(&wanted, for: line.sequence, from: &stackOfOrder[line.order, default: []])
                }
                take(&wanted, for: line.sequence, from: &stack)
            } else {
                stack.append(open.count)
                if line.order != 0 { stackOfOrder[line.order, default: []].append(open.count) }
                open.append((line.sequence, line.quantity))
            }
        }
        return matches
    }
}
