import Commerce
import Engine

/// What is sent to be answered. What may be left out may also be `null`.
extension APISchemas {
    static let asks: [String: JSONValue] = [
        "DecisionAsk": object(
            [
                "surface": [
                    "type": "string", "minLength": 1, "maxLength": .whole(Surface.longest),
                    "examples": ["home", "product", "cart"], "description": "Where the list is shown.",
                ]
            ],
            optional: [
                "shopper": orNothing("string", "Who looks, where that is known."),
                "visitor": orNothing("string", "Who looks, by what the shop gave to an unknown one."),
                "session": orNothing("string", "The visit."),
                "count": [
                    "type": ["integer", "null"], "minimum": 1, "maximum": .whole(DecisionAsk.mostItems), "default": 10,
                    "description": "Length of the list; it is shorter where no more may be shown.",
                ],
                "item": orNothing("string", "The item that the page is about, which is not shown again."),
                "category": orNothing(
                    "string", "The category of the page, its path joined by '/': then only its items are shown."),
                "exclude": [
                    "type": ["array", "null"], "items": text, "description": "Items that must not be shown.",
                ],
                "filter": filter,
                "context": [
                    "type": ["object", "null"], "additionalProperties": ["type": ["string", "number", "boolean"]],
                    "description": "What is known of the moment, such as the device: written down with the decision.",
                ],
                "reasons": orNothing("boolean", "Whether to say why each item was proposed; costs some milliseconds."),
                "language": [
                    "enum": .array(Language.allCases.map { .text($0.rawValue) } + [nil]), "description": "Of reasons.",
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
        "DialsAsk": object(
            [:],
            optional: [
                "policy": [
                    "type": ["string", "null"], "pattern": policies, "examples": ["budgeted(0.02)", "greedy"],
                    "description": "How lists are chosen.",
                ],
                "familiarity": dial(1, "At 0 only scores count, at 1 what a shopper was shown lately stays."),
                "shared": dial(1, "At 0 everybody has a list of their own, at 1 all have the same."),
                "windowSeconds": dial(2_592_000, "How long a list that is asked for again is drawn as before."),
            ], "What is left out stays as it is."),
        "TrainingAsk": object(
            [:],
            optional: [
                "models": [
                    "type": ["array", "null"], "items": text, "examples": [["als", "item-knn"]],
                    "description": "Names of models; all that suit the shop when there are none.",
                ]
            ]),
    ]

    /// As `PolicyChoice` reads them.
    private static let policies: JSONValue = {
        let share = "(\\(0\\.[0-9]{0,4}[1-9]\\))?"
        let number = "(\\((0\\.[0-9]{0,4}[1-9]|[1-9][0-9]{0,2})\\))?"
        return .text(
            "^(uniform|greedy|thompson|(epsilon-greedy|budgeted|guarded)\(share)|(softmax|ucb|squarecb)\(number))$")
    }()

    private static func dial(_ most: Int, _ description: String) -> JSONValue {
        ["type": ["number", "null"], "minimum": 0, "maximum": .whole(most), "description": .text(description)]
    }

    private static let filter: JSONValue = [
        "type": ["object", "null"],
        "description": "All must hold of every item shown. Attributes are named `attributes.NAME`.",
        "properties": [
            "id": reference("Condition"), "category": reference("Condition"), "brand": reference("Condition"),
            "price": reference("Condition"), "stock": reference("Condition"),
        ],
        "patternProperties": ["^attributes\\.[\\s\\S]": reference("Condition")],
        "additionalProperties": false,
        "examples": [["brand": "Acme", "price": ["max": 40], "attributes.colour": ["red", "blue"]]],
    ]

    private static func orNothing(_ type: String, _ description: String) -> JSONValue {
        ["type": [.text(type), "null"], "description": .text(description)]
    }
}
