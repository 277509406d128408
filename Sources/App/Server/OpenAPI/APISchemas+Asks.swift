import Commerce
import Engine

/// What is sent to be answered.
extension APISchemas {
    static let asks: [String: JSONValue] = [
        "DecisionAsk": asked(
            [
                "surface": [
                    "type": "string", "minLength": 1, "maxLength": .whole(Surface.longest),
                    "examples": ["home", "product", "cart"], "description": "Where the list is shown.",
                ]
            ],
            optional: [
                "shopper": told(text, "Who looks, where that is known."),
                "visitor": told(text, "Who looks, by what the shop gave to an unknown one."),
                "session": told(text, "The visit."),
                "count": [
                    "type": "integer", "minimum": 1, "maximum": .whole(DecisionAsk.mostItems), "default": 10,
                    "description": "Length of the list; it is shorter where no more may be shown.",
                ],
                "item": told(text, "The item that the page is about, which is not shown again."),
                "category": told(
                    text, "The category of the page, its path joined by '/': then only its items are shown."),
                "exclude": told(many(text), "Items that must not be shown."),
                "filter": filter,
                "context": [
                    "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
                    "description": "What is known of the moment, such as the device: written down with the decision.",
                ],
                "reasons": told(flag, "Whether to say why each item was proposed; costs some milliseconds."),
                "language": [
                    "type": "string", "enum": .array(Language.allCases.map { .text($0.rawValue) }),
                    "description": "Of reasons.",
                ],
            ]),
        "Condition": [
            "description":
                "Is it; is one of them; is not it or none of them; lies within, where either end may be open.",
            "anyOf": [
                text, many(text),
                [
                    "type": "object", "minProperties": 1, "additionalProperties": false,
                    "properties": ["not": ["anyOf": [text, many(text)]], "min": number, "max": number],
                ],
            ],
            "examples": ["red", ["red", "blue"], ["not": "red"], ["min": 10, "max": 20]],
        ],
        "DialsAsk": asked(
            [:],
            optional: [
                "policy": told(reference("PolicyName"), "How lists are chosen."),
                "familiarity": dial(1, "At 0 only scores count, at 1 what a shopper was shown lately stays."),
                "shared": dial(1, "At 0 everybody has a list of their own, at 1 all have the same."),
                "windowSeconds": dial(2_592_000, "How long a list that is asked for again is drawn as before."),
            ], "What is left out stays as it is."),
        "TrainingAsk": asked(
            [:],
            optional: [
                "models": [
                    "type": "array", "items": text, "examples": [["als", "item-knn"]],
                    "description": "Names of models; all that suit the shop when there are none.",
                ]
            ]),
    ]

    static func dial(_ most: Int, _ description: String) -> JSONValue {
        ["type": "number", "minimum": 0, "maximum": .whole(most), "description": .text(description)]
    }

    private static let filter: JSONValue = [
        "type": "object",
        "description": "All must hold of every item shown. Attributes are named `attributes.NAME`.",
        "properties": [
            "id": reference("Condition"), "category": reference("Condition"), "brand": reference("Condition"),
            "price": reference("Condition"), "stock": reference("Condition"),
        ],
        "patternProperties": ["^attributes\\.[\\s\\S]": reference("Condition")],
        "additionalProperties": false,
        "examples": [["brand": "Acme", "price": ["max": 40], "attributes.colour": ["red", "blue"]]],
    ]
}
