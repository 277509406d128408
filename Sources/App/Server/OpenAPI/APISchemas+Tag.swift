import Commerce
import Engine

/// What pages send and get.
extension APISchemas {
    static let pages: [String: JSONValue] = [
        "TagEvents": asked(
            [
                "visitor": visitor,
                "events": told(
                    many(["anyOf": [reference("TagEvent"), told(true, "What is no act is refused alone.")]]),
                    "At most \(TagEventsBody.mostEvents)."),
            ], optional: ["key": key, "session": session]),
        "TagEvent": [
            "description": "An act. It has an `item` where its kind is about one.",
            "type": "object", "required": ["id", "kind", "ago"],
            "properties": [
                "id": told(shortName, "Of the page's own making: sent again, the act counts once."),
                "kind": ["type": "string", "enum": .array(TagAct.kinds.map { .text($0.rawValue) })],
                "ago": [
                    "type": "number", "minimum": 0, "maximum": 86_400_000,
                    "description":
                        "Milliseconds between the act and its being sent: clocks of browsers are not believed.",
                ],
                "item": text, "decision": told(shortName, "The list that it answers."), "surface": shortName,
                "position": ["type": "integer", "minimum": 1, "maximum": .whole(DecisionAsk.mostItems)],
                "quantity": ["type": "number", "minimum": 1, "maximum": 1000], "order": shortName,
                "text": told(text, "Of a search."),
            ],
        ],
        "TagDecisionAsk": asked(
            [
                "visitor": visitor,
                "surface": [
                    "type": "string", "minLength": 1, "maxLength": .whole(Surface.longest),
                    "examples": ["home", "product"],
                    "description": "Where the list is shown.",
                ],
            ],
            optional: [
                "key": key, "session": session,
                "count": [
                    "type": "integer", "minimum": 1, "maximum": .whole(DecisionAsk.mostItems), "default": 10,
                ],
                "item": told(text, "The item that the page is about."),
                "category": told(text, "The category of the page, its path joined by '/'."),
                "exclude": told(many(text), "Items that must not be shown."),
                "language": told(text, "Of the titles: `en` or `zh`."),
                "shopper": nothing, "filter": nothing, "context": nothing,
            ], "Shoppers and filters are for the shop's backend to name."),
        "TagDecisionAnswer": object(
            [
                "surface": text,
                "items": many(
                    object(
                        [
                            "item": text, "position": ["type": "integer", "minimum": 1], "title": text,
                            "category": many(text), "propensity": chance, "source": text, "isExploration": flag,
                            "isPinned": flag,
                        ],
                        optional: [
                            "brand": text, "price": number, "currency": text,
                            "url": told(text, "The attribute of this name."),
                            "image": told(text, "The attribute of this name."),
                        ])),
            ],
            optional: [
                "id": told(text, "To be quoted by events that answer the list."),
                "reason": told(text, "Why there are no items."),
            ]),
    ]

    private static let nothing: JSONValue = ["type": "null"]
    private static let visitor: JSONValue = [
        "type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$",
        "description":
            "A name that the page drew so that nobody can guess it: it is all that opens the visitor's lists.",
    ]
    private static let key: JSONValue = [
        "type": "string",
        "description":
            "A key of role `storefront`, which may be public. No other is taken here: it would be no secret.",
    ]
    private static let shortName: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": .whole(TagAct.longestName),
    ]
    private static let session: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": .whole(TagAct.longestName),
        "description": "The visit.",
    ]
}
