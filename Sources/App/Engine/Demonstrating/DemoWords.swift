public import Commerce
import Simulator

/// How the simulated shop calls things in other languages than its catalogue's.
public enum DemoWords {
    /// The name of one level of a category path; itself where there is no other.
    public static func category(_ name: String, in language: Language) -> String {
        language == .chinese ? CategoryWords.chinese[name] ?? name : name
    }
}
