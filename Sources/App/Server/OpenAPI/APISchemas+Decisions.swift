/// Lists, and how they came about.
extension APISchemas {
    static let traces: [String: JSONValue] = [
        "DecisionAnswer": object(
            [
                "items": many(
                    object(
                        [
                            "item": text, "position": place, "score": told(number, "Expected reward, with rules."),
                            "propensity": told(chance, "Chance of this item here, given those above."),
                            "source": told(text, "What proposed it."),
                            "isExploration": told(flag, "Drawn to learn something."),
                            "isPinned": told(flag, "Put there by a rule."),
                        ],
                        optional: [
                            "propensityError": told(number, "Standard error of a propensity that is estimated."),
                            "reasons": told(
                                many(
                                    object([
                                        "kind": text, "source": text, "text": text,
                                        "items": told(many(text), "Of the shopper's own past."),
                                    ])), "Why it was proposed, where that was asked for."),
                        ]))
            ],
            optional: [
                "id": told(text, "To be quoted by events that answer the list."), "surface": text,
                "policy": told(text, "How the list was chosen."), "snapshot": told(text, "The models that proposed."),
                "reason": told(text, "Why there are no items."),
            ]),
        "DecisionTrace": object(
            [
                "decision": reference("Decision"),
                "differences": told(many(text), "What came out otherwise when the list was made again."),
            ],
            optional: [
                "outcome": object(
                    [
                        "decision": text, "events": many(reference("Event")),
                        "rewards": told(many(number), "Of each position, from the first."),
                    ], "Not there while the window is open."),
                "isReplayed": told(
                    flag, "Whether its record gives the same list again; not there where it keeps the shown items only."
                ),
            ]),
        "Reason": object([
            "kind": [
                "enum": ["popular", "followsItem", "similarToItem", "similarShoppers", "sharedContent", "learnedTaste"]
            ],
            "source": text, "evidence": many(text), "shoppers": many(text), "terms": many(text), "strength": number,
        ]),
        "Decision": object(
            [
                "id": text, "time": time, "surface": text, "context": named(number), "candidates": candidates,
                "policyVersion": text, "seed": told(count, "Of all draws: up to 2^64 - 1."),
                "length": told(count, "How many were asked for."),
                "exploration": object(
                    [
                        "rate": told(chance, "Chance of exploring at each position."), "factors": named(number),
                        "greedyReward": number, "spent": number, "information": number,
                    ]),
                "rules": many(rule),
                "slate": many(
                    object([
                        "item": text, "position": place, "propensity": chance, "propensityError": number,
                        "source": text,
                        "score": number, "reasons": many(reference("Reason")), "isPinned": flag, "isExploration": flag,
                    ])),
            ],
            optional: [
                "shopper": text, "visitor": text, "session": text, "snapshotVersion": text, "rankerVersion": text,
            ]),
    ]

    private static let place: JSONValue = ["type": "integer", "minimum": 1]

    private static let candidates = object(
        [
            "items": many(text), "sources": many(text),
            "sourceOf": told(many(count), "Of each item, as a place in `sources`."), "sourceScores": many(number),
            "featureNames": many(text), "features": told(many(number), "Item after item."),
            "means": told(many(number), "Expected reward, before rules."), "variances": many(number),
            "adjustments": told(many(number), "What rules and familiarity added."),
            "kinds": told(
                many(["type": "integer", "minimum": -1]), "Numbers of categories and brand, item after item."),
            "spread": number,
        ], "What was chosen from, in columns.")

    private static let rule = object(
        [
            "rule": text, "items": many(text),
            "effect": [
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": [
                    "pin": object(["position": place]), "adjust": ["type": "object"], "exclude": ["type": "object"],
                    "atMost": object(["count": count]), "atLeast": object(["count": count]),
                ],
            ],
        ], optional: ["note": told(text, "Why it could not do all that it asks.")])
}
