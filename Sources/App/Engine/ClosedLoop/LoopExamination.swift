import Commerce
import Explore
import Foundation
import Simulator

/// Finds out which positions of a list are looked at, from the plain shop's lists: chance has a part in their order, so
/// that an item is seen at many positions.
struct LoopExamination {
    private var log = ClickLog()

    private static let length = 20
    /// Clicks below which the guess is better than a fit.
    private static let enough = 300

    /// Chance of each position, relative to the first, before anything is known.
    static var guess: [Double] { ShopBeginnings.examination(positions: length) }

    /// On product and cart pages the lists are short, made for one item, and looked at in another way.
    private static let surfaces: Set<Surface> = [.home, .category]

    /// - Parameter row: the row of an item.
    mutating func take(_ settled: [SettledDecision], row: (ItemID) -> Int32?) throws {
        for one in settled where one.fault == nil && Self.surfaces.contains(one.decision.surface) {
            let rows = one.decision.slate.compactMap { row($0.item) }
            guard !rows.isEmpty, rows.count == one.decision.slate.count else { continue }
            try log.append(items: rows, clicks: one.outcome.rewards.map { $0 > 0 })
        }
    }

    /// Chance of each position, relative to the first: a position-based model, smoothed to a constant patience, as deep
    /// positions have few clicks. Nothing while the clicks are too few to tell: fewer than ``enough``, positions
    /// without any, or positions that share no items.
    func fitted() throws -> [Double]? {
        guard log.clicks.count(where: { $0 }) >= Self.enough else { return nil }
        let model: PositionBasedModel
        do {
            model = try PositionBased().fit(log).model
        } catch let error as ExploreError where error.code.hasPrefix("clicks.") {
            return nil
        }
        // Least squares of the logarithms through the first position, each by how well it is known.
        var (above, below) = (0.0, 0.0)
        for (place, examination) in model.examinations.enumerated().dropFirst() where examination > 0 {
            let error = model.examinationErrors[place] / examination
            guard error > 0, error.isFinite else { continue }
            above += Double(place) * log2(examination) / (error * error)
            below += Double(place * place) / (error * error)
        }
        return below > 0
            ? ShopBeginnings.examination(patience: min(1, exp2(above / below)), positions: Self.length) : nil
    }
}
