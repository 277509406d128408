import Testing

@testable import Terminal

@Suite("What reaches a terminal")
struct ConsoleTests {
    @Test("control characters are shown and not obeyed; line ends stay")
    func controls() {
        #expect("a\u{1B}[31mb\r\nc\u{9B}".withoutControls == "a␛[31mb␍\nc\u{FFFD}")
        #expect("普通 text\n".withoutControls == "普通 text\n")
    }

    @Test(
        "texts are cut to columns, of which a Chinese character takes two",
        arguments: [("abcd", 3, "abc"), ("连衣裙", 5, "连衣"), ("a连b", 3, "a连"), ("ab", 9, "ab"), ("ab", 0, "")])
    func cut(text: String, width: Int, kept: String) {
        #expect(text.cut(toDisplayWidth: width) == kept)
    }

    @Test(
        "durations are told as people tell them",
        arguments: [(0.04, "0.0 s"), (0.84, "0.8 s"), (41.6, "42 s"), (185.0, "3 min 5 s")])
    func durations(seconds: Double, told: String) {
        #expect(short(.seconds(seconds)) == told)
    }
}
