import Commerce
import Engine
import Explore
import Foundation
import HTTPTypes
import Hummingbird

/// `POST /v1/decisions`, `GET /v1/decisions/{id}`.
struct DecisionRoutes {
    let repeated: RepeatedRequests

    func add(to router: RouterGroup<ServerContext>) {
        router.post("decisions") { request, context in
            let shop = try context.shop(for: .decide)
            return try await repeated.answer(request, context) { request in
                let body = try await request.json(DecisionBody.self)
                context.asked.note(person: body.shopper?.rawValue ?? body.visitor?.rawValue)
                do {
                    let decision = try await shop.decide(try body.ask)
                    var list = DecisionAnswer(
                        decision, by: await shop.policy(for: decision.shopper, visitor: decision.visitor))
                    if body.reasons == true { await list.tellReasons(of: decision, in: body.language, shop) }
                    return try answer(list)
                } catch let error as ExploreError where error.code == "candidates.empty" {
                    // Nothing may be shown, which is no fault of anybody's.
                    return try answer(DecisionAnswer(emptyFor: error.message))
                }
            }
        }
        router.get("decisions/{id}") { _, context in
            let shop = try context.shop(for: .operate)
            let id = DecisionID(try context.name("id"))
            guard let trace = try shop.trace(of: id) else {
                throw Problem(.notFound, code: "decision.unknown", detail: "there is no decision '\(id)'")
            }
            return try answer(trace)
        }
    }
}

/// What a page asks for.
struct DecisionBody: Decodable {
    var surface: Surface
    var shopper: ShopperID?
    var visitor: VisitorID?
    var session: SessionID?
    var count: Int?
    var item: ItemID?
    var category: String?
    var exclude: [ItemID]?
    var filter: [String: ConditionBody]?
    var context: [String: ContextValue]?
    /// Whether reasons are asked for, and in what language.
    var reasons: Bool?
    var language: Language?

    var ask: DecisionAsk {
        get throws {
            try surface.check()
            var ask = DecisionAsk(
                surface: surface, shopper: shopper, visitor: visitor, session: session, count: count ?? 10,
                anchor: item, category: category, excluded: exclude ?? [],
                conditions: try (filter ?? [:]).flatMap { try $0.value.conditions(on: $0.key) },
                context: Dictionary(
                    (context ?? [:]).map { $0.value.pair($0.key) }, uniquingKeysWith: { first, _ in first }))
            ask.explains = reasons == true
            return ask
        }
    }
}

extension Surface {
    /// In Unicode scalars.
    static let longest = 100

    /// - Throws: ``Problem`` 422 for a name that is none.
    func check() throws {
        guard (1...Self.longest).contains(rawValue.unicodeScalars.count) else {
            throw Problem(
                .unprocessableContent, code: "decision.surface",
                detail: "'surface' must be a name of at most \(Self.longest) characters")
        }
    }
}

/// A word, a number or a truth value.
enum ContextValue: Decodable {
    case number(Double)
    case word(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .number(flag ? 1 : 0)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let word = try? container.decode(String.self) {
            self = .word(word)
        } else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "what is known of the moment is a word, a number or a truth value")
        }
    }

    func pair(_ name: String) -> (String, Double) {
        switch self {
        case .number(let number): (name, number)
        case .word(let word): ("\(name)=\(word)", 1)
        }
    }
}

/// `"red"`, `["red", "blue"]`, `{"not": "red"}`, `{"min": 1, "max": 2}`.
struct ConditionBody: Decodable {
    private var tests: [ItemCondition.Test]

    private enum CodingKeys: String, CodingKey, CaseIterable { case not, min, max }

    /// Any name, so that one that means nothing is found: a condition passed over shows what must not be shown.
    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer() {
            if let word = try? container.decode(String.self) {
                tests = [.oneOf([word])]
                return
            }
            if let words = try? container.decode([String].self) {
                tests = [.oneOf(words)]
                return
            }
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard !names.isEmpty, names.allSatisfy({ CodingKeys(rawValue: $0) != nil }) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a condition is a word, words, or an object with 'not', 'min' or 'max'"))
        }
        func number(_ key: CodingKeys) throws -> Double? {
            container.contains(key) ? try container.decode(Double.self, forKey: key) : nil
        }
        tests = []
        if container.contains(.not) {
            let word = try? container.decode(String.self, forKey: .not)
            tests.append(.noneOf(try word.map { [$0] } ?? container.decode([String].self, forKey: .not)))
        }
        let (low, high) = (try number(.min), try number(.max))
        if low != nil || high != nil { tests.append(.within(low: low, high: high)) }
    }

    func conditions(on name: String) throws -> [ItemCondition] {
        guard let field = ItemCondition.Field(name) else {
            throw Problem(
                .unprocessableContent, code: "decision.filter", detail: "items have no field '\(name)' to filter by",
                remedy: "use id, category, brand, price, stock or attributes.NAME")
        }
        return tests.map { ItemCondition(field, $0) }
    }
}

/// A list to show.
struct DecisionAnswer: Encodable {
    struct Place: Encodable {
        var item: ItemID
        var position: Int
        var score: Double
        var propensity: Double
        var propensityError: Double?
        var source: String
        var isExploration: Bool
        var isPinned: Bool
        var reasons: [Why]?
    }

    /// Why an item was proposed. Who else chose it is nobody's business.
    struct Why: Encodable {
        var kind: Reason.Kind
        var source: String
        /// Of the shopper's own past.
        var items: [ItemID]
        var text: String
    }

    /// Events that answer the list quote it; nothing when nothing could be shown.
    var id: DecisionID?
    var surface: Surface?
    var policy: String?
    var snapshot: String?
    var items: [Place]
    /// Why there are none.
    var reason: String?

    /// - Parameter policy: by the name that it was chosen by; its parameters of the moment are in the trace.
    init(_ decision: Decision, by policy: String) {
        id = decision.id
        surface = decision.surface
        self.policy = policy
        snapshot = decision.snapshotVersion
        items = decision.slate.map { shown in
            Place(
                item: shown.item, position: shown.position, score: shown.score, propensity: shown.propensity,
                propensityError: shown.propensityError > 0 ? shown.propensityError : nil, source: shown.source,
                isExploration: shown.isExploration, isPinned: shown.isPinned)
        }
    }

    /// Adds why each item was proposed.
    mutating func tellReasons(of decision: Decision, in language: Language?, _ shop: LiveShop) async {
        let named = decision.slate.flatMap { [$0.item] + $0.reasons.flatMap(\.evidence) }
        let language = language ?? .english
        let titles = await shop.titles(of: named, in: language)
        for (place, shown) in decision.slate.enumerated() {
            items[place].reasons = shown.reasons.map { reason in
                Why(
                    kind: reason.kind, source: reason.source, items: reason.evidence,
                    text: reason.phrase(for: shown.item, in: language) { titles[$0] ?? $0.rawValue })
            }
        }
    }

    init(emptyFor reason: String) {
        items = []
        self.reason = reason
    }
}
