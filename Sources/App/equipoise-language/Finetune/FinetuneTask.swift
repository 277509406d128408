/// What a model is to say of a text.
enum FinetuneTask: String, CaseIterable, Codable {
    /// One of several labels.
    case classes
    /// A number.
    case number
    /// Which of its parts are what.
    case tags
    /// A vector near that of its partner.
    case pairs
}
