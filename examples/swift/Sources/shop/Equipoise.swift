import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What a shop's backend needs of the engine.
struct Equipoise {
    /// A list to show.
    struct List: Decodable {
        struct Place: Decodable {
            var item: String
            var position: Int
            var propensity: Double
            var isExploration: Bool
        }

        /// Nothing when nothing can be shown.
        var id: String?
        var items: [Place]
    }

    struct Ask: Encodable {
        var surface: String
        var shopper: String
        var session: String
        var count: Int
    }

    struct Item: Encodable {
        var id: String
        var title: String
        var category: String
        var price: Double
        var currency = "EUR"
        var stock: Int
    }

    struct Event: Encodable {
        /// Sent again under its id, an event counts once.
        var id = UUID().uuidString
        var kind: String
        /// To the millisecond: an event that seems older than the list cannot answer it.
        var time = Date.now.ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        var shopper: String
        var session: String
        var item: String
        var decision: String?
        var position: Int?
    }

    /// What became of posted rows.
    struct Rows: Decodable {
        var counts: [String: Int]
    }

    /// What went wrong, as RFC 9457 has it.
    struct Problem: Error, Decodable {
        var status: Int
        var detail: String?
        var remedy: String?
    }

    let server: URL
    let key: String?

    func post(_ items: [Item]) async throws -> Rows { try await send("v1/items", items) }
    func post(_ events: [Event]) async throws -> Rows { try await send("v1/events", events) }
    func decide(_ ask: Ask) async throws -> List { try await send("v1/decisions", ask) }

    private func send<Answer: Decodable>(_ path: String, _ body: some Encodable) async throws -> Answer {
        var request = URLRequest(url: server.appending(path: path))
        request.httpMethod = "POST"
        request.httpBody = try JSONEncoder().encode(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw try JSONDecoder().decode(Problem.self, from: data)
        }
        return try JSONDecoder().decode(Answer.self, from: data)
    }
}
