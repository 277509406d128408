import Commerce

/// Items, events, and how the shop stands: what is told.
extension APISchemas {
    static let things: [String: JSONValue] = [
        "Money": object(
            ["minorUnits": told(["type": "integer"], "Pence, fen, yen: 1250 is 12.50."), "currency": text]),
        "Item": object(
            [
                "id": text,
                "title": told(
                    [
                        "type": "object", "additionalProperties": false,
                        "properties": .object(
                            Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, text) })),
                    ], "By language; `und` where the shop has only one."),
                "category": told(many(text), "From the broadest to the narrowest."), "attributes": named(text),
            ],
            optional: [
                "brand": text, "price": reference("Money"), "stock": ["type": "integer"], "text": text,
                "availableFrom": time, "availableUntil": time,
            ]),
        "ItemPage": object(
            ["items": many(reference("Item"))],
            optional: ["next": told(text, "The cursor of the next page; not there on the last.")]),
        "Event": object(
            [
                "kind": ["type": "string", "enum": .array(EventKind.allCases.map { .text($0.rawValue) })], "time": time,
                "attributes": named(text),
            ],
            optional: [
                "id": text, "shopper": text, "visitor": text, "item": text, "session": text, "order": text,
                "decision": text, "surface": text, "position": ["type": "integer", "minimum": 1], "quantity": number,
                "price": reference("Money"), "value": number, "text": text,
            ]),
    ]

    static let states: [String: JSONValue] = [
        "Status": object(
            [
                "time": time, "policy": told(text, "How lists are chosen."), "items": count,
                "counts": object(
                    ["decisions": count, "positions": count, "explored": count, "events": named(count)],
                    "Since the start."),
                "openDecisions": told(count, "Decisions whose answers are still awaited."),
                "peopleInMemory": count, "updates": told(count, "Decisions learned from for good."),
                "drifts": told(count, "Times at which the world was found to have changed."),
                "surfaces": many(object(["surface": text, "account": reference("ExplorationAccount")])),
            ],
            optional: [
                "snapshot": told(text, "The models that propose; not there before a training."),
                "trouble": told(text, "What keeps the shop from storing what it learns."),
            ]),
        "ExplorationAccount": object(
            [
                "decisions": count, "explored": told(count, "Decisions that might explore."),
                "greedyReward": told(number, "Expected of the lists that only exploit."),
                "allowance": told(number, "Reward that might be given up."),
                "lapsed": told(number, "Part of it that was not used in time."),
                "spent": told(number, "Expected reward given up."),
                "charged": told(number, "The same at what trials are now found to cost."),
                "value": told(number, "Expected gain from what was learned."),
                "information": told(number, "Variance of expected reward removed."),
                "answers": told(count, "Answers to trials."),
                "earned": told(number, "Their reward, less what they displaced was expected to bring."),
            ], "What exploring was allowed, spent and brought."),
        "Dials": object([
            "policy": text, "familiarity": chance, "shared": chance, "windowSeconds": ["type": "number", "minimum": 0],
        ]),
        "Task": object(
            [
                "id": ["type": "integer", "minimum": 1], "kind": text,
                "state": ["enum": ["running", "done", "failed"]],
                "started": time,
            ],
            optional: [
                "ended": time, "step": told(text, "What it is doing, or did last."),
                "result": told(text, "What it brought: of a training, the snapshot."), "error": text,
            ]),
        "Snapshot": object(
            [
                "version": text, "created": time, "events": count, "shoppers": count, "items": count,
                "metrics": told(named(named(number)), "By model and metric."),
                "isServing": told(flag, "Whether its models propose now."),
            ]),
    ]
}
