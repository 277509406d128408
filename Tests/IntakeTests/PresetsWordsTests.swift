import Commerce
import Testing

@testable import Intake

@Suite("Presets pairs, lines and sessions")
struct PresetsWordsTests {
    @Test("pairs: a user and an item a line; times number the rows")
    func pairs() throws {
        let read = try readAll(text: "张三 杯子\n  u2\ti2  \nu3\nu4 a b\nu5 i5", preset: "pairs")
        #expect(
            read.events == [
                Event(.view, at: Timestamp(milliseconds: 0), shopper: "张三", item: "杯子"),
                Event(.view, at: Timestamp(milliseconds: 1000), shopper: "u2", item: "i2"),
                Event(.view, at: Timestamp(milliseconds: 4000), shopper: "u5", item: "i5"),
            ])
        #expect(read.rejectCodes == ["words.count", "words.count"])
        #expect(read.rejects.map(\.raw) == ["u3", "u4 a b"])
        #expect(read.rejects.map(\.issue.line) == [3, 4])
    }

    @Test("lines: a user and then items, oldest first")
    func lines() throws {
        let read = try readAll(text: "u1 a b a\nu2\nu3 c\n", preset: "lines")
        #expect(read.events.map(\.shopper) == ["u1", "u1", "u1", "u3"])
        #expect(read.events.map(\.item) == ["a", "b", "a", "c"])
        #expect(read.events.map(\.time.milliseconds) == [0, 1, 2, 2000])
        #expect(read.rejectCodes == ["words.count"])
    }

    @Test("sessions: each line an anonymous visitor of this file; a tab sets the last item apart")
    func sessions() throws {
        let read = try readAll(text: "1 2\n3 4\t5\n", preset: "sessions", named: "clicks.txt.gz")
        #expect(read.events.map(\.item) == ["1", "2", "3", "4", "5"])
        #expect(read.events.map(\.visitor) == ["clicks:1", "clicks:1", "clicks:2", "clicks:2", "clicks:2"])
        #expect(read.events.map(\.session?.rawValue) == read.events.map(\.visitor?.rawValue))
        #expect(read.events.map(\.time.milliseconds) == [0, 1, 1000, 1001, 1002])
        #expect(read.events.allSatisfy { $0.shopper == nil })
    }

    @Test("the kind can be given, and nothing else")
    func kinds() throws {
        let options = IntakeOptions(map: try FieldMap(["kind==buy"]))
        #expect(try readAll(text: "u i\n", preset: "pairs", options: options).events.map(\.kind) == [.purchase])
        for (map, code) in [("kind==hug", "map.invalid"), ("item=second", "map.column")] {
            let options = IntakeOptions(map: try FieldMap([map]))
            let error = try failure(reading: Array("u i\n".utf8), preset: "pairs", options: options)
            #expect(error?.code == code)
        }
    }
}
