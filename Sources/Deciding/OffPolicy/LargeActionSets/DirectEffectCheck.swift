/// Evidence against the assumption of ``MarginalisedInversePropensity``, that arms of a category earn the same.
///
/// Two looks. Neither can prove the assumption: with few decisions both are blind.
public struct DirectEffectCheck: Sendable {
    /// The estimate by categories less that by arms: 0 up to noise where the assumption holds. What matters for *this*
    /// target; its error is that of the estimate by arms, so large logs are needed.
    public let gap: Estimation
    public let gapError: Double
    /// Variance of mean residuals between arms of a category over what noise alone makes, less one, in standard
    /// deviations; residuals are those of a line over the context for each category. Above 3: arms differ.
    public let spread: Double

    /// Either look is beyond 3 standard errors: by chance in about 4 of 1,000 logs.
    public var speaksAgainst: Bool { abs(gap.value) > 3 * gapError || spread > 3 }

    /// O(decisions * (arms + width²)).
    ///
    /// - Parameter rewards: cross-fitted predictions [decisions, arms], which sharpen the estimate by arms; nothing for
    ///   plain weights.
    /// - Throws: what the estimators throw; `log.small` when no category shows two arms twice, which leaves nothing to
    ///   compare.
    public init(
        _ log: LoggedDecisions, under target: TargetProbabilities, embedding: ActionEmbedding,
        from source: MarginalWeights.Source, rewards: [Double]? = nil, folds: CrossFitting? = nil
    ) throws {
        let byCategory = try MarginalisedInversePropensity(embedding, from: source)
            .evaluate(log, under: target, rewards: nil)
        let byArm: any OffPolicyEstimator = rewards == nil ? InversePropensity() : DoublyRobust()
        gap = byCategory.minus(try byArm.evaluate(log, under: target, rewards: rewards))
        gapError = try gap.standardError()
        let observed = try embedding.observed(in: log)
        let labelled = try MarginalWeights.labelled(
            log, observed, embedding.categories, rewards: log.rewards, propensities: log.propensities)
        let predictions = try (folds ?? CrossFitting()).predictions(of: RidgeRewards(), for: labelled)
        let residuals = observed.indices.map {
            log.rewards[$0] - predictions[$0 * embedding.categories + Int(observed[$0])]
        }
        spread = try Self.spread(of: residuals, log.actions, observed, embedding)
    }

    /// The F ratio of arms within categories, standardised: `(F - 1) / sqrt(2 / between + 2 / within)`, in degrees of freedom.
    private static func spread(
        of residuals: [Double], _ actions: [Int32], _ observed: [Int32], _ embedding: ActionEmbedding
    ) throws -> Double {
        struct Cell: Hashable { var category, arm: Int32 }
        struct Sums { var (count, sum, squares) = (0.0, 0.0, 0.0) }
        var cells: [Cell: Sums] = [:]
        for place in residuals.indices {
            var sums = cells[Cell(category: observed[place], arm: actions[place])] ?? Sums()
            sums.count += 1
            sums.sum += residuals[place]
            sums.squares += residuals[place] * residuals[place]
            cells[Cell(category: observed[place], arm: actions[place])] = sums
        }
        var categories = [Sums](repeating: Sums(), count: embedding.categories)
        var (betweenSum, withinSum, arms, decisions) = (0.0, 0.0, 0, 0.0)
        // In a fixed order, so that sums are the same in every run.
        let kept = cells.filter { $0.value.count >= 2 }
            .sorted { ($0.key.category, $0.key.arm) < ($1.key.category, $1.key.arm) }
        for (cell, sums) in kept {
            betweenSum += sums.sum * sums.sum / sums.count
            withinSum += sums.squares - sums.sum * sums.sum / sums.count
            arms += 1
            decisions += sums.count
            categories[Int(cell.category)].count += sums.count
            categories[Int(cell.category)].sum += sums.sum
        }
        let used = categories.filter { $0.count > 0 }
        for category in used { betweenSum -= category.sum * category.sum / category.count }
        let (between, within) = (Double(arms - used.count), decisions - Double(arms))
        guard between > 0, within > 0, withinSum > 0 else {
            throw OffPolicyError(
                code: "log.small", message: "no category shows two arms at least twice, with rewards that vary",
                remedy: "use coarser categories, or a longer log")
        }
        let ratio = (betweenSum / between) / (withinSum / within)
        return (ratio - 1) / (2 / between + 2 / within).squareRoot()
    }
}
