import Commerce
import Explore
import Foundation
import Testing

struct AttributionTests {
    @Test func isReadAsItIsWritten() throws {
        let json = String(decoding: try JSONEncoder().encode(Attribution.standard), as: UTF8.self)
        #expect(try Attribution(json: json) == .standard)
        #expect(
            json.contains(#""click":"30m""#) && json.contains(#""purchase":"7d""#) && json.contains(#""cart":"1d""#))
        let short = try Attribution(json: #"{"windows": {"click": "90s", "cart": "1500ms", "view": "36h"}}"#)
        #expect(short.windows == [.click: .seconds(90), .cart: .milliseconds(1500), .view: .hours(36)])
        #expect(short.touch == .last && short.longest == .hours(36))
    }

    @Test(arguments: [
        (#"{"windows": {}}"#, "at least one kind"),
        (#"{"windows": {"click": "30"}}"#, "'30' is not a time such as 30m"),
        (#"{"windows": {"click": "99999999999999999d"}}"#, "is not a time"),
        (#"{"windows": {"click": "0m"}}"#, "between 1ms and 400d; got 0d"),
        (#"{"windows": {"click": "401d"}}"#, "between 1ms and 400d; got 401d"),
        (#"{"windows": {"tap": "1m"}}"#, "'tap' is not a kind of event"),
        (#"{"windows": {"search": "1m"}}"#, "search: such events name no item"),
        (#"{"windows": {"return": "1m"}}"#, "return needs a window for purchase"),
        (#"{"touch": "middle", "windows": {"click": "1m"}}"#, "touch"),
        (#"{"window": {"click": "1m"}}"#, "'window' is not known"),
    ])
    func saysWhatIsWrongWithADeclaration(json: String, part: String) {
        let error = #expect(throws: ExploreError.self) { try Attribution(json: json) }
        #expect(error?.code == "attribution" && error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func timingMustBePossible() {
        #expect(throws: ExploreError.self) { try OutcomeTiming(lateness: .seconds(-1)) }
        #expect(throws: ExploreError.self) { try OutcomeTiming(skew: .days(401)) }
    }
}
