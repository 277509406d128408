/// The names of the simulated shop's categories.
public enum CategoryWords {
    /// By their English names, which the catalogue has.
    public static let chinese: [String: String] = Dictionary(
        LeafPlan.all.flatMap(\.path).map { ($0.english, $0.chinese) }, uniquingKeysWith: { first, _ in first })
}
