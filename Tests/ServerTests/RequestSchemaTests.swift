import Foundation
import Testing

@testable import Engine
@testable import Server

@Suite("What the document says of bodies is what the server takes", .serialized)
struct RequestSchemaTests {
    /// A body, and whether it is one.
    struct Sent: CustomTestStringConvertible {
        let call: String
        let body: String
        let isTaken: Bool

        var testDescription: String { "\(call) \(body)" }
    }

    private static func sent(_ call: String, taken: [String], refused: [String]) -> [Sent] {
        taken.map { Sent(call: call, body: $0, isTaken: true) }
            + refused.map { Sent(call: call, body: $0, isTaken: false) }
    }

    private static let rules = sent(
        "PUT /v1/rules/{name}",
        taken: [
            #"{"pin":{"item":"a","position":1}}"#,
            #"{"pin":{"item":"a","position":1},"where":{"items":[]},"name":"r"}"#,
            #"{"pin":{"item":"a","position":1000000},"exclude":null,"each":null,"where":null,"from":null,"name":null}"#,
            #"{"adjust":{"factor":2,"add":null}}"#, #"{"adjust":{"add":-1},"where":{"brand":"b","items":null}}"#,
            #"{"exclude":true,"where":{"category":"c"}}"#, #"{"atMost":0,"each":"brand"}"#,
            #"{"atMost":2,"where":{"items":["a"]},"each":null}"#, #"{"atLeast":1,"where":{"seller":"s"}}"#,
        ],
        refused: [
            "{}", "[]", #"{"pin":null}"#, #"{"pin":{"item":"a","position":0}}"#,
            #"{"pin":{"item":"a","position":1000001}}"#,
            #"{"pin":{"item":"a","position":1},"where":{"brand":"b"}}"#,
            #"{"pin":{"item":"a","position":1},"each":"brand"}"#,
            #"{"pin":{"item":"a","position":1,"more":1}}"#, #"{"pin":{"item":"a","position":1},"exclude":true}"#,
            #"{"pin":{"item":"a","position":1},"exclude":true,"where":{"brand":"b"}}"#, #"{"adjust":{}}"#,
            #"{"adjust":{"factor":0}}"#, #"{"adjust":{"factor":null,"add":null}}"#,
            #"{"adjust":{"factor":1},"more":1}"#,
            #"{"adjust":{"factor":1},"name":7}"#, #"{"adjust":{"factor":1},"name":""}"#,
            #"{"adjust":{"factor":1},"where":{"colour":"red"}}"#, #"{"adjust":{"factor":1},"from":"spring"}"#,
            #"{"exclude":true}"#, #"{"exclude":false,"where":{"brand":"b"}}"#,
            #"{"exclude":true,"where":{"items":[]}}"#,
            #"{"exclude":true,"where":{"brand":null}}"#, #"{"atMost":1}"#, #"{"atMost":-1,"each":"brand"}"#,
            #"{"atMost":1,"each":"colour"}"#, #"{"atLeast":1}"#, #"{"atLeast":0,"where":{"brand":"b"}}"#,
            #"{"atLeast":1,"where":{"brand":"b"},"each":"brand"}"#,
        ])

    private static let others =
        sent(
            "PUT /v1/rules",
            taken: [#"{"rules":[]}"#, #"{"rules":[{"name":"a","atMost":1,"each":"brand","where":null}]}"#],
            refused: [
                "{}", #"{"rules":[],"more":1}"#, #"{"rules":null}"#, #"{"rules":[{"adjust":{"factor":2}}]}"#,
                #"{"rules":[{"name":null,"adjust":{"factor":2}}]}"#,
            ])
        + sent(
            "PUT /v1/policies/terms",
            taken: [
                "{}", #"{"shares":[0.5,0.1,0.5]}"#, #"{"stageHours":null,"shares":null,"automatic":null,"more":1}"#,
            ],
            refused: [
                #"{"shares":[]}"#, #"{"shares":[0]}"#, #"{"shares":[0.5,null]}"#, #"{"confidence":1}"#,
                #"{"margin":"0"}"#,
            ])
        + sent(
            "PUT /v1/schedule",
            taken: [
                "{}", #"{"turns":null,"training":null}"#,
                #"{"turns":[{"at":"2099-01-01T00:00:00Z","policy":null,"shared":null}],"training":{"everyHours":null}}"#,
                #"{"turns":[{"at":"2099-01-01T00:00:00Z","policy":"budgeted(0.5)"}]}"#,
            ],
            refused: [
                #"{"turns":[{}]}"#, #"{"turns":[{"at":null}]}"#,
                #"{"turns":[{"at":"2099-01-01T00:00:00Z","policy":"guess"}]}"#,
                #"{"turns":[{"at":"2099-01-01T00:00:00Z","shared":2}]}"#, #"{"training":{"everyHours":0}}"#,
                #"{"turns":[\#([String](repeating: #"{"at":"2099-01-01T00:00:00Z"}"#, count: 1001).joined(separator: ","))]}"#,
            ])
        + sent(
            "PUT /v1/dials", taken: [#"{"policy":null,"familiarity":null}"#],
            refused: [#"{"shared":1.5}"#, #"{"windowSeconds":-1}"#])
        + sent(
            "POST /v1/decisions",
            taken: [
                #"{"surface":"home","shopper":null,"count":null,"filter":null,"context":null,"reasons":null,"language":null}"#,
                #"{"surface":"home","filter":{"price":{"min":1}},"language":"zh","exclude":null}"#,
            ],
            refused: [
                #"{"surface":null}"#, #"{"surface":""}"#, #"{"surface":"home","count":0}"#,
                #"{"surface":"home","filter":{"price":{"min":null}}}"#, #"{"surface":"home","filter":{"price":null}}"#,
                #"{"surface":"home","exclude":[null]}"#, #"{"surface":"home","language":"nl"}"#,
            ])
        + sent(
            "POST /v1/tag/decisions",
            taken: [
                #"{"visitor":"0123456789abcdef","surface":"home","shopper":null,"filter":null,"key":null}"#,
                #"{"visitor":"0123456789abcdef","surface":"home","session":"\#(String(repeating: "杯", count: 128))"}"#,
            ],
            refused: [
                #"{"visitor":"0123456789abcdef","surface":"home","shopper":"ada"}"#,
                #"{"visitor":"short","surface":"home"}"#,
                #"{"visitor":"0123456789abcdef","surface":"home","session":""}"#,
                #"{"visitor":"0123456789abcdef","surface":"home","session":"\#(String(repeating: "杯", count: 129))"}"#,
            ])
        + sent(
            "POST /v1/tag/events",
            taken: [
                #"{"visitor":"0123456789abcdef","session":null,"events":[]}"#,
                // Answered row by row.
                #"{"visitor":"0123456789abcdef","events":[7,null,{"id":"x","kind":"dance","ago":-1}]}"#,
            ],
            refused: [#"{"visitor":"0123456789abcdef"}"#, #"{"visitor":"0123456789abcdef","events":null}"#])

    /// Names of policies: the pattern of the document, and the reader.
    private static let policies: [Sent] = {
        let both = [
            "greedy", "uniform", "thompson", "softmax", "softmax(0.05)", "softmax(12.50)", "ucb(0)", "squarecb(100)",
            "epsilon-greedy(1.0)", "epsilon-greedy(0)",
        ]
        let none = [
            "", "guess", "greedy(1)", "softmax(0)", "softmax(-1)", "ucb(-1)", "softmax(1e3)", "softmax(.5)",
            "softmax(inf)",
            "ucb()",
            "epsilon-greedy(1.1)", "epsilon-greedy(0.5", "Greedy", "greedy ",
            "softmax(0.\(String(repeating: "1", count: 64)))",
        ]
        let budgets = ["budgeted(0.02)", "guarded", "budgeted(1)"]
        func quoted(_ names: [String]) -> [String] { names.map { #"{"policy":"\#($0)"}"# } }
        func asked(_ names: [String]) -> [String] { names.map { #"{"targets":["\#($0)"],"estimators":null}"# } }
        return sent("PUT /v1/dials", taken: quoted(both + budgets), refused: quoted(none + ["logging"]))
            + sent("POST /v1/policies/challengers", taken: quoted(["ucb(1.5)"]), refused: quoted(none))
            + sent(
                "POST /v1/evaluations", taken: asked(both + ["logging"]),
                refused: asked(none + budgets + ["best-arm", "learned", "arm:a", "like:README.md"]) + [
                    #"{"targets":[]}"#, #"{"targets":["greedy"],"estimators":["dm"]}"#,
                    #"{"targets":["greedy"],"estimators":["guess"]}"#,
                ])
            + sent(
                "POST /v1/evaluations", taken: [#"{"targets":["greedy"],"estimators":["snsips"],"from":null}"#],
                refused: [])
    }()

    @Test("a body that the document allows is taken, one that it does not is refused")
    func bodies() async throws {
        try await ServedShop.with { served in
            let document = try await served.send("GET", "/v1/openapi.json").json
            let checker = SchemaChecker(document: document, refusesUnnamed: false)
            let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
            for sent in Self.rules + Self.others + Self.policies {
                let call = sent.call.split(separator: " ").map(String.init)
                let operation = try #require(paths[call[1]]?[call[0].lowercased()])
                let content = (operation["requestBody"] as? [String: Any])?["content"] as? [String: [String: Any]]
                let schema = try #require(content?["application/json"]?["schema"] as? [String: Any])
                let value = try JSONSerialization.jsonObject(with: Data(sent.body.utf8), options: .fragmentsAllowed)
                let faults = checker.faults(value, schema)
                #expect(faults.isEmpty == sent.isTaken, "\(sent.testDescription.prefix(300)): \(faults)")
                // One task of a kind at a time.
                while served.shop.tasks.contains(where: { $0.state == .running }) {
                    try await Task.sleep(for: .milliseconds(2))
                }
                let answer = try await served.send(call[0], call[1].replacing("{name}", with: "r"), sent.body)
                let statuses = sent.isTaken ? [200, 202] : [422]
                #expect(statuses.contains(answer.status), "\(sent.testDescription.prefix(300)): \(answer.text)")
            }
        }
    }

    @Test("what no schema can say is a contradiction: 409")
    func contradictions() async throws {
        try await ServedShop.with { served in
            let pin = #""pin":{"item":"a","position":1}"#
            for (path, body, code) in [
                ("rules", #"{"rules":[{"name":"x",\#(pin)},{"name":"y",\#(pin)}]}"#, "rules.contradict"),
                (
                    "rules", #"{"rules":[{"name":"x",\#(pin)},{"name":"x","exclude":true,"where":{"brand":"b"}}]}"#,
                    "rules.contradict"
                ),
                ("rules/x", #"{\#(pin),"from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}"#, "rules.period"),
                ("rules/x", #"{\#(pin),"name":"y"}"#, "rules.name"),
            ] {
                let answer = try await served.send("PUT", "/v1/\(path)", body)
                #expect(answer.status == 409 && answer.text.contains(":\(code)\""), "\(body): \(answer.text)")
            }
        }
    }

    @Test("shares of trials are put in order, each once; plain text that no page sent is refused as such")
    func shares() async throws {
        try await ServedShop.with { served in
            let answer = try await served.send("PUT", "/v1/policies/terms", #"{"shares":[0.5,0.1,0.5]}"#)
            #expect(answer.json["shares"] as? [Double] == [0.1, 0.5])
            for path in ["decisions", "events"] {
                let body = #"{"visitor":"0123456789abcdef","surface":"home","events":[]}"#
                let plain = try await served.send(
                    "POST", "/v1/tag/\(path)", body, headers: ["Content-Type": "text/plain"])
                #expect(plain.status == 403 && plain.text.contains("tag.origin"), "\(plain.text)")
                let other = try await served.send(
                    "POST", "/v1/tag/\(path)", body, headers: ["Content-Type": "text/csv"])
                #expect(other.status == 415)
            }
        }
    }
}
