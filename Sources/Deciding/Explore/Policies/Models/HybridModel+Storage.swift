public import Linear

extension HybridModel: Mergeable {
    /// The sums that the shared coefficients are made of add up before the arms' own are integrated out, not after:
    /// so those are put back, and taken out again. O(arms (own³ + own² shared + own shared²) + shared³).
    public mutating func merge(_ other: HybridModel) throws {
        guard ownPrior == other.ownPrior, shared.prior == other.shared.prior else {
            throw ExploreError.differentPriors
        }
        var (matrix, moments) = wholeSums
        let theirs = other.wholeSums
        for place in matrix.indices { matrix[place] += theirs.matrix[place] }
        for place in moments.indices { moments[place] += theirs.moments[place] }
        // The prior is in both, and its mean is zero.
        for place in 0..<sharedWidth { matrix[place * sharedWidth + place] -= shared.prior.precision[place] }
        var result = self
        for (key, theirs) in other.arms {
            guard var arm = result.arms[key] else {
                result.arms[key] = theirs
                continue
            }
            try arm.own.merge(theirs.own)
            for place in arm.cross.indices { arm.cross[place] += theirs.cross[place] }
            result.arms[key] = arm
        }
        for arm in result.ordered { arm.addReduction(-1, shared: sharedWidth, &matrix, &moments) }
        result.shared = CoefficientBelief(prior: shared.prior, matrix: matrix, moments: moments)
        self = result
    }

    /// `D + sum w z z^T` and `sum w r z` over all answers.
    private var wholeSums: (matrix: [Double], moments: [Double]) {
        var matrix = shared.factor.matrix
        var moments = Array(shared.moments.prefix(sharedWidth))
        for arm in ordered { arm.addReduction(1, shared: sharedWidth, &matrix, &moments) }
        return (matrix, moments)
    }

    /// In order of their keys, so that sums come out the same every time.
    private var ordered: [Arm] { arms.sorted { $0.key < $1.key }.map(\.value) }
}

extension HybridModel.Arm {
    /// Adds `sign B^T A^-1 B` and `sign B^T A^-1 b`.
    fileprivate func addReduction(
        _ sign: Double, shared: Int, _ matrix: inout [Double], _ moments: inout [Double]
    ) {
        let width = own.width
        var solved = [Double](repeating: 0, count: own.factor.stride)
        for column in 0..<shared {
            for row in 0..<width { solved[row] = cross[row * shared + column] }
            for row in width..<solved.count { solved[row] = 0 }
            solved.withUnsafeMutableBufferPointer { solved in
                if let start = solved.baseAddress { own.factor.solve(start) }
            }
            for row in 0..<width {
                moments[column] += sign * solved[row] * own.moments[row]
                for other in 0..<shared {
                    matrix[other * shared + column] += sign * cross[row * shared + other] * solved[row]
                }
            }
        }
    }
}

extension HybridModel: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        shared.store(into: &bundle, as: "\(name).shared")
        bundle.store([ownPrior.precision[0], Double(ownWidth)], as: "\(name).own")
        let keys = arms.keys.sorted()
        bundle.store(keys, as: "\(name).keys")
        for key in keys {
            guard let arm = arms[key] else { continue }
            arm.own.store(into: &bundle, as: "\(name).arm.\(key)")
            bundle.store(arm.cross, shape: [ownWidth, sharedWidth], as: "\(name).arm.\(key).cross")
        }
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let shared = try CoefficientBelief(from: bundle, as: "\(name).shared")
        let own = try bundle.finiteDoubles("\(name).own", count: 2)
        try bundle.require((1...1024).contains(own[1]), "\(name).own", "must have a width in [1, 1024]")
        try self.init(sharedWidth: shared.width, ownWidth: Int(own[1]), precision: own[0])
        self.shared = shared
        for key in try bundle.int32s("\(name).keys") {
            let belief = try CoefficientBelief(from: bundle, as: "\(name).arm.\(key)")
            try bundle.require(belief.width == ownWidth, "\(name).arm.\(key)", "must have \(ownWidth) features")
            let cross = try bundle.finiteDoubles("\(name).arm.\(key).cross", count: ownWidth * sharedWidth)
            arms[key] = Arm(own: belief, cross: cross)
        }
    }
}
