/// Shoppers, pages of the log, and how items do.
extension APISchemas {
    static let people: [String: JSONValue] = [
        "ShopperProfile": object(
            [
                "id": text, "attributes": named(text),
                "visitors": many(
                    object([
                        "visitor": text,
                        "isShared": told(flag, "Seen with other names too: what it did without a name is nobody's."),
                    ])),
                "events": told(named(count), "By kind."), "decisions": count,
                "categories": many(interest), "brands": many(interest),
                "value": object(
                    ["orders": count, "spent": told(many(reference("Money")), "Bought and kept, by currency.")],
                    optional: ["lastPurchase": time, "daysSincePurchase": number]),
            ], optional: ["firstSeen": time, "lastSeen": time]),
        "Erasure": object(
            [
                "events": count, "decisions": count, "outcomes": count, "visitors": count,
                "redacted": told(count, "Records about others that named the shopper and no longer do."),
                "rejectedRows": told(count, "Rows that imports had set aside and that named the shopper."),
                "snapshots": told(many(text), "Models trained with the shopper, until a newer training has ended."),
            ], optional: ["task": told(["type": "integer", "minimum": 1], "The training after which they go.")]),
        "RecommenderList": object([
            "recommender": text,
            "places": many(object(["item": text, "score": number, "reasons": many(reference("Reason"))])),
        ]),
        "EventPage": object(["events": many(reference("Event"))], optional: ["next": next]),
        "DecisionPage": object(
            [
                "decisions": many(
                    object(
                        [
                            "id": text, "time": time, "surface": text, "policy": text,
                            "items": many(
                                object([
                                    "item": text, "position": ["type": "integer", "minimum": 1], "propensity": chance,
                                    "source": text, "isExploration": flag, "isPinned": flag,
                                ])),
                        ], optional: ["shopper": text, "visitor": text, "session": text, "snapshot": text]))
            ], optional: ["next": next]),
        "ItemNeighbours": object(
            [
                "item": text,
                "neighbours": many(
                    object([
                        "item": text, "score": told(number, "The sum of 1 / (60 + place) over the sources."),
                        "sources": many(
                            object([
                                "name": text, "place": ["type": "integer", "minimum": 1], "score": number,
                                "reasons": many(reference("Reason")),
                            ])),
                    ])),
            ], optional: ["snapshot": told(text, "The models that were asked; not there before a training.")]),
        "ItemFigures": object(
            [
                "item": text,
                "days": many(
                    object([
                        "day": time, "events": told(named(count), "By kind."),
                        "shown": told(count, "Times that settled lists of the day showed it."),
                        "explored": told(count, "As a trial."), "reward": told(number, "What it earned in them."),
                    ])), "shown": count, "explored": count,
                "belief": object(
                    [
                        "mean": number, "deviation": number,
                        "history": told(
                            many(
                                object([
                                    "time": time, "mean": number, "deviation": number,
                                    "answers": told(number, "How many answers it rests on, each by what it weighed."),
                                ])), "The same as time went by, the oldest first, and as it is now."),
                    ],
                    "By how much it is thought to earn more than items like it when it is shown, and how sure that is."),
            ], optional: ["rewardWhenShown": told(number, "Not there before a list that showed it is settled.")]),
    ]

    private static let next = told(text, "The cursor of the next page; not there on the last.")

    private static let interest = object([
        "name": text, "weight": number, "share": chance,
        "evidence": many(object(["kind": text, "item": text, "time": time, "weight": number])),
    ])
}
