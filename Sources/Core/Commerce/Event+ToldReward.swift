extension Event {
    private static let mark = (name: "reward", value: "told")

    /// A reward that the shop itself tells of a place of a decision, instead of leaving it to be worked out from what the
    /// shopper did: an impression whose value it is.
    ///
    /// Impressions are worth nothing and teach recommenders nothing, so that only the decision learns from it. One place has
    /// one such event: its id is made of both.
    /// - Parameter place: in the slate, from 0.
    public static func reward(_ reward: Double, of decision: Decision, at place: Int, time: Timestamp) -> Event {
        let shown = decision.slate[place]
        return Event(
            .impression, at: time, shopper: decision.shopper, visitor: decision.visitor, item: shown.item,
            id: EventID("reward \(decision.id) \(shown.position)"), session: decision.session, decision: decision.id,
            surface: decision.surface, position: shown.position, value: reward, attributes: [mark.name: mark.value])
    }

    /// The reward that the event tells; nothing for any other event.
    public var toldReward: Double? {
        kind == .impression && decision != nil && attributes[Self.mark.name] == Self.mark.value ? value : nil
    }
}
