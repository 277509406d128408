public import Commerce

/// Which decision an event answers.
///
/// 1. The decision that the event quotes, when the event's item is in its slate.
/// 2. Else, among the decisions made for the same person that showed the item, the first or the last.
/// 3. A return or cancellation follows its purchase: it belongs to the decision that holds a purchase of the same order
///    and item, and to none when there is none.
///
/// In every case the event must happen at the decision's moment or later, and before the window of its kind ends. Each
/// event belongs to one decision at most. Kinds without a window are never attributed.
///
/// Two names are one person's when they are the same shopper; when they are the same visitor; or when the visitor has
/// been seen, within the longest window before the event and with it, with that shopper and no other.
public struct Attribution: Sendable, Hashable {
    public enum Touch: String, Sendable, Hashable, Codable, CaseIterable {
        case first, last
    }

    /// Which of several decisions by person and item; what an event quotes comes before.
    public let touch: Touch
    /// How long after a decision an event of a kind still answers it; the end is not in the window.
    public let windows: [EventKind: Duration]
    /// When a decision can be settled: the longest of ``windows``.
    public let longest: Duration
    /// By kind in milliseconds, 0 for none: at a kind's storage code.
    private let milliseconds: [Int64]

    /// - Throws: ``ExploreError`` `attribution` when there is no window, one is not between a millisecond and 400 days,
    ///   a kind that names no item has one, or a way back has one and the purchase has not.
    public init(_ touch: Touch = .last, windows: [EventKind: Duration]) throws {
        func check(_ holds: Bool, _ message: @autoclosure () -> String) throws {
            if !holds { throw ExploreError(code: "attribution", message: message()) }
        }
        try check(!windows.isEmpty, "Attribution.windows must name at least one kind of event")
        for (kind, window) in windows {
            try check(
                window >= .milliseconds(1) && window <= .days(400),
                "Attribution.windows.\(kind.rawValue) must be between 1ms and 400d; got \(WindowText.text(window))")
            try check(kind.needsItem, "Attribution.windows cannot name \(kind.rawValue): such events name no item")
            try check(
                !kind.takesBack || windows[.purchase] != nil,
                "Attribution.windows.\(kind.rawValue) needs a window for purchase, which it takes back")
        }
        self.init(touch: touch, trusted: windows)
    }

    private init(touch: Touch, trusted windows: [EventKind: Duration]) {
        self.touch = touch
        self.windows = windows
        var table = [Int64](repeating: 0, count: (EventKind.allCases.map(\.storageCode).max() ?? 0) + 1)
        for (kind, window) in windows { table[kind.storageCode] = window.wholeMilliseconds }
        milliseconds = table
        longest = .milliseconds(table.max() ?? 0)
    }

    /// Last touch; what happens on a page within 30 minutes, carts within a day, purchases and their ways back within
    /// seven days.
    public static let standard = Attribution(
        touch: .last,
        trusted: [
            .view: .minutes(30), .click: .minutes(30), .favourite: .minutes(30), .unfavourite: .minutes(30),
            .share: .minutes(30), .dislike: .minutes(30), .cart: .days(1), .uncart: .days(1),
            .purchase: .days(7), .cancellation: .days(7), .refund: .days(7),
        ])

    /// Whether an event of this kind at `time` can answer a decision made at `decision`. O(1).
    func covers(_ kind: EventKind, at time: Timestamp, from decision: Timestamp) -> Bool {
        let age = time.milliseconds - decision.milliseconds
        return age >= 0 && age < milliseconds[kind.storageCode]
    }

    func hasWindow(for kind: EventKind) -> Bool { milliseconds[kind.storageCode] > 0 }
}

/// `{"touch": "last", "windows": {"click": "30m", "purchase": "7d"}}`
extension Attribution: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case touch, windows
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        try JSONForm.refuseUnknownKeys(in: decoder, known: Key.allCases.map(\.rawValue))
        var windows: [EventKind: Duration] = [:]
        for (name, text) in try container.decode([String: String].self, forKey: .windows) {
            guard let kind = EventKind(rawValue: name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .windows, in: container, debugDescription: "'\(name)' is not a kind of event")
            }
            guard let window = WindowText.duration(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .windows, in: container,
                    debugDescription: "'\(text)' is not a time such as 30m, 36h or 7d")
            }
            windows[kind] = window
        }
        try self.init(try container.decodeIfPresent(Touch.self, forKey: .touch) ?? .last, windows: windows)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(touch, forKey: .touch)
        let texts = windows.map { ($0.key.rawValue, WindowText.text($0.value)) }
        try container.encode(Dictionary(uniqueKeysWithValues: texts), forKey: .windows)
    }

    /// Reads a declaration as a person wrote it.
    ///
    /// - Throws: ``ExploreError`` `attribution`, naming what is wrong.
    public init(json: String) throws {
        self = try JSONForm.read(
            json, code: "attribution", what: "a rule of attribution",
            remedy: "write {\"touch\": \"last\", \"windows\": {\"click\": \"30m\", \"purchase\": \"7d\"}}")
    }
}
