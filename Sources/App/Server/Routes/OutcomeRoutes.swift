import Commerce
import Engine
import Hummingbird
import Ledger

/// `POST /v1/outcomes`, `GET /v1/decisions/{id}/outcome`: rewards that a shop works out itself, and what came of a list.
struct OutcomeRoutes {
    /// One of `reward` and `rewards`.
    struct Body: Decodable {
        enum Rewards: Decodable {
            case byPosition([Double])
            case byItem([String: Double])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let positions = try? container.decode([Double].self) {
                    self = .byPosition(positions)
                } else if let items = try? container.decode([String: Double].self) {
                    self = .byItem(items)
                } else {
                    throw DecodingError.dataCorruptedError(
                        in: container, debugDescription: "rewards are numbers by position, or by item")
                }
            }
        }

        var decision: DecisionID
        var reward: Double?
        var rewards: Rewards?

        var told: ToldRewards {
            get throws {
                switch (reward, rewards) {
                case (let reward?, nil): return ToldRewards(decision: decision, form: .whole(reward))
                case (nil, .byPosition(let rewards)):
                    return ToldRewards(decision: decision, form: .byPosition(rewards))
                case (nil, .byItem(let rewards)):
                    let items = rewards.map { (ItemID($0.key), $0.value) }
                    return ToldRewards(
                        decision: decision,
                        form: .byItem(Dictionary(items, uniquingKeysWith: { first, _ in first })))
                default:
                    throw Problem(
                        .unprocessableContent, code: "outcome.shape", detail: "tell either 'reward' or 'rewards'")
                }
            }
        }
    }

    struct Answer: Encodable {
        struct Place: Encodable {
            var position: Int
            var status: RowFate
        }

        var decision: DecisionID
        var positions: [Place]
    }

    func add(to router: RouterGroup<ServerContext>) {
        router.post("outcomes") { request, context in
            let shop = try context.shop(for: .ingest)
            let told = try await request.json(Body.self).told
            let fates = try await shop.tell(told)
            return try answer(
                Answer(decision: told.decision, positions: fates.map { .init(position: $0.position, status: $0.fate) }))
        }
        router.get("decisions/{id}/outcome") { _, context in
            let shop = try context.shop(for: .operate)
            let id = DecisionID(try context.name("id"))
            guard let outcome = try shop.outcome(of: id) else {
                throw Problem(.notFound, code: "decision.unknown", detail: "there is no decision '\(id)'")
            }
            return try answer(outcome)
        }
    }
}
