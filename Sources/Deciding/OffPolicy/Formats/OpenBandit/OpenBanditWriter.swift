import Commerce

/// Writes the CSV of the Open Bandit Dataset; ``OpenBanditReader`` reads back what was written, times to the millisecond.
public struct OpenBanditWriter: Sendable {
    private let userFeatures: Int
    private let affinities: Int
    private var rows = 0

    public init(userFeatures: Int, affinities: Int = 0) {
        self.userFeatures = userFeatures
        self.affinities = affinities
    }

    /// The first line, without its end.
    public var header: String {
        ([",timestamp,item_id,position,click,propensity_score"]
            + (0..<userFeatures).map { "user_feature_\($0)" } + (0..<affinities).map { "user-item_affinity_\($0)" })
            .joined(separator: ",")
    }

    /// The next line, without its end.
    ///
    /// - Throws: ``OffPolicyError`` `openbandit.write` when the row has other columns than the header, or a value that
    ///   the reader refuses.
    public mutating func line(_ row: OpenBanditRow) throws -> String {
        guard row.userFeatures.count == userFeatures, row.affinities.count == affinities,
            row.affinities.allSatisfy(\.isFinite), row.propensity > 0, row.propensity <= 1, row.item >= 0,
            row.position >= 1
        else {
            throw OffPolicyError(
                code: "openbandit.write",
                message:
                    "a row must have \(userFeatures) user features, \(affinities) finite affinities, an item from 0, a "
                    + "position from 1 and a propensity in (0, 1]; got item \(row.item), position \(row.position), "
                    + "propensity \(row.propensity)")
        }
        defer { rows += 1 }
        let fields = [
            "\(rows)", row.time.iso8601, "\(row.item)", "\(row.position)", row.isClicked ? "1" : "0",
            "\(row.propensity)",
        ]
        return (fields + row.userFeatures.map(quoted) + row.affinities.map { "\($0)" }).joined(separator: ",")
    }

    private func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
