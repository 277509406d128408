extension Preset {
    /// A user and an item a line, in order.
    static let pairs = Preset(
        "pairs", summary: "a user and an item a line, in order; no times", form: .words(.pairs), tables: [.words])

    /// A user and then the items, oldest first.
    static let lines = Preset(
        "lines", summary: "a user and then the items of that user a line, oldest first", form: .words(.lines),
        tables: [.words])

    /// The items of one session, in order; a tab may set the last one apart (`item item<TAB>next`).
    static let sessions = Preset(
        "sessions", summary: "the items of an anonymous session a line, in order", form: .words(.sessions),
        tables: [.words])
}

extension TableMapping {
    fileprivate static let words = TableMapping(
        table: .events, columns: [:], constants: [.kind: "view"], required: [], orderIsTime: true)
}

/// What the words of a line mean.
enum WordsLayout: Sendable {
    case pairs, lines, sessions
}
