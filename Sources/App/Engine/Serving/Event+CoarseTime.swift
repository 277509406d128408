import Commerce
import Explore

extension Event {
    /// Clocks of shops often tell whole seconds, and cut the fraction off: an answer within the second of its list then seems
    /// to come before it, and would answer nothing.
    static let coarseSecond = Duration.seconds(1)

    /// The same event, at the moment of the list that it quotes where it tells a whole second in which the list was made.
    ///
    /// It depends on the event alone, so that one that is sent again stays the same.
    var afterItsDecision: Event {
        guard time.milliseconds % Self.coarseSecond.wholeMilliseconds == 0, let decided = decision?.orderedTime,
            decided > time, decided.since(time) < Self.coarseSecond
        else { return self }
        var event = self
        event.time = decided
        return event
    }
}
