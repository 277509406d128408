/// Goes through the features of one choice as a model sees them: slots of its table with values.
///
/// What does not depend on the action (shared features and their products) is told apart, so that it is summed once for
/// all actions. Works on the choice's own buffers: nothing is allocated and no product is stored.
struct HashedWalk {
    let features: UnsafeBufferPointer<HashedChoice.Feature>
    let namespaces: UnsafeBufferPointer<HashedChoice.Namespace>
    let actionStarts: UnsafeBufferPointer<Int32>
    let interactions: FeatureInteractions
    let mask: UInt32

    /// The constant feature's hash; any number does.
    static let constant: UInt32 = 0x5BD1_E995

    /// Hands `body` a walk over the choice, valid only within it.
    static func over<Result>(
        _ choice: HashedChoice, _ interactions: FeatureInteractions, mask: UInt32, _ body: (HashedWalk) -> Result
    ) -> Result {
        choice.features.withUnsafeBufferPointer { features in
            choice.namespaces.withUnsafeBufferPointer { namespaces in
                choice.actionStarts.withUnsafeBufferPointer { starts in
                    body(
                        HashedWalk(
                            features: features, namespaces: namespaces, actionStarts: starts,
                            interactions: interactions, mask: mask))
                }
            }
        }
    }

    /// The features that all actions share, the constant among them.
    @inline(__always)
    func shared(_ body: (_ slot: Int, _ value: Float) -> Void) {
        body(Int(Self.constant & mask), 1)
        let own = sharedNamespaces
        single(start(own.lowerBound)..<start(own.upperBound), body)
        guard case .letters(let pairs) = interactions else { return }
        for pair in pairs {
            for first in own where namespaces[first].letter == pair.first {
                for second in own where namespaces[second].letter == pair.second {
                    product(range(first), range(second), body)
                }
            }
        }
    }

    /// The features of one action, with their products among themselves and with what is shared.
    @inline(__always)
    func action(_ action: Int, _ body: (_ slot: Int, _ value: Float) -> Void) {
        let (common, own) = (sharedNamespaces, namespaces(of: action))
        let ownFeatures = start(own.lowerBound)..<start(own.upperBound)
        single(ownFeatures, body)
        switch interactions {
        case .none: break
        case .sharedByAction: product(start(common.lowerBound)..<start(common.upperBound), ownFeatures, body)
        case .letters(let pairs):
            for pair in pairs {
                for second in own where namespaces[second].letter == pair.second {
                    for first in common where namespaces[first].letter == pair.first {
                        product(range(first), range(second), body)
                    }
                    for first in own where namespaces[first].letter == pair.first {
                        product(range(first), range(second), body)
                    }
                }
                for second in common where namespaces[second].letter == pair.second {
                    for first in own where namespaces[first].letter == pair.first {
                        product(range(first), range(second), body)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func single(_ range: Range<Int>, _ body: (Int, Float) -> Void) {
        for place in range { body(Int(features[place].hash & mask), features[place].value) }
    }

    @inline(__always)
    private func product(_ left: Range<Int>, _ right: Range<Int>, _ body: (Int, Float) -> Void) {
        for first in left {
            let (hash, value) = (features[first].hash &* 0x0100_0193, features[first].value)
            for second in right {
                body(Int((hash ^ features[second].hash) & mask), value * features[second].value)
            }
        }
    }

    private var sharedNamespaces: Range<Int> {
        0..<(actionStarts.isEmpty ? namespaces.count : Int(actionStarts[0]))
    }

    private func namespaces(of action: Int) -> Range<Int> {
        Int(actionStarts[action])..<(action + 1 < actionStarts.count ? Int(actionStarts[action + 1]) : namespaces.count)
    }

    private func start(_ namespace: Int) -> Int {
        namespace < namespaces.count ? Int(namespaces[namespace].start) : features.count
    }

    private func range(_ namespace: Int) -> Range<Int> { start(namespace)..<start(namespace + 1) }
}
