/// What can be chosen at one moment.
///
/// Shapes: `keys` [actions], `features` [actions, width], row after row. An action's features describe it *for this
/// shopper and moment*: whoever makes them joins item, shopper and context.
public struct ActionSet: Sendable {
    /// A stable number of each action: the same number is the same arm at every moment.
    public let keys: [Int32]
    /// Features of an action; 0 when policies know it by its key alone.
    public let width: Int
    public let features: [Float]

    /// - Throws: ``ExploreError`` `actions.empty` when there is nothing to choose, `actions.shape` when the features
    ///   do not fit, `actions.features` when one is not finite, with its place. O(actions * width).
    public init(keys: [Int32], width: Int = 0, features: [Float] = []) throws {
        guard !keys.isEmpty else {
            throw ExploreError(
                code: "actions.empty", message: "there is no action to choose from",
                remedy: "add a source that always has candidates, such as popularity")
        }
        guard width >= 0, features.count == keys.count * width else {
            throw ExploreError(
                code: "actions.shape",
                message: "ActionSet.features must hold \(keys.count) x \(width) numbers; got \(features.count)")
        }
        if let place = features.firstIndex(where: { !$0.isFinite }) {
            throw ExploreError(
                code: "actions.features",
                message: "ActionSet.features must be finite; action \(place / width), feature \(place % width) is "
                    + "\(features[place])")
        }
        self.keys = keys
        self.width = width
        self.features = features
    }

    public var count: Int { keys.count }
}
