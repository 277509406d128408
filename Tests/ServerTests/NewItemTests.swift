import Engine
import Foundation
import Testing

@testable import Server

@Suite("Items that no model has learned", .serialized)
struct NewItemTests {
    @Test("who acted on an item that came after the models is served, with it and without, by every source")
    func served() async throws {
        try await ServedShop.with { served in
            let old = (0..<5).map { #"{"id":"old\#($0)","title":"x","category":"A"}"# }
            _ = try await served.send("POST", "/v1/items", old.joined(separator: "\n"))
            let rows = (0..<100).map { number in
                let time = Date(timeIntervalSinceNow: Double(-9000 + 60 * number)).ISO8601Format()
                return #"{"kind":"click","time":"\#(time)","shopper":"u\#(number % 21)","item":"old\#(number % 5)"}"#
            }
            _ = try await served.send("POST", "/v1/events", rows.joined(separator: "\n"))
            let task = try await served.shop.train(models: ["popularity", "markov"], by: "test")
            while served.shop.tasks.contains(where: { $0.id == task.id && $0.state == .running }) {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(served.shop.tasks.allSatisfy { $0.state == .done }, "\(served.shop.tasks)")
            _ = try await served.send("POST", "/v1/items", #"{"id":"new","title":"x","category":"A"}"#)
            let event =
                #"{"kind":"click","time":"\#(Date.now.ISO8601Format())","shopper":"u1","item":"new","id":"e"}"#
            #expect(try await served.send("POST", "/v1/events", event).status == 200)
            for ask in ["", #","category":"A""#, #","item":"new""#] {
                let answer = try await served.send(
                    "POST", "/v1/decisions", #"{"surface":"home","shopper":"u1"\#(ask)}"#)
                #expect(answer.status == 200, "\(answer.text)")
                let id = try #require(answer.json["id"] as? String)
                #expect(try await served.send("GET", "/v1/decisions/\(id)").json["isReplayed"] as? Bool == true)
            }
            #expect(try await served.send("GET", "/console").status == 200)
        }
    }
}
