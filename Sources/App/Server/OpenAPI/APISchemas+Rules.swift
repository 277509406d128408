import Explore

/// Rules as they are told, and as they are set.
extension APISchemas {
    static let rules: [String: JSONValue] = [
        "Rules": object(["rules": many(reference("Rule"))]),
        "Rule": object(own, optional: members, "Does one thing."),
        "RulesAsk": strict(["rules": many(reference("RuleAsk"))]),
        "RuleAsk": ask(strict(own, optional: members)),
        "RuleBody": ask(strict([:], optional: members.merging(own) { $1 })),
        "Selection": strict(
            [:], optional: ["items": many(text), "category": text, "brand": text, "seller": text],
            "All that are named must fit; naming none means every item."),
        "Narrowing": told(
            [
                "type": "object",
                "anyOf": [
                    ["required": ["items"], "properties": ["items": ["type": "array", "minItems": 1]]],
                    narrowing("category"), narrowing("brand"), narrowing("seller"),
                ],
            ], "A selection that names something."),
    ]

    private static let own: [String: JSONValue] = ["name": told(name, "Decisions are explained by it.")]

    private static let members: [String: JSONValue] = [
        "pin": strict(["item": text, "position": whole(from: 1)]),
        "adjust": told(
            strict(
                [:],
                optional: [
                    "factor": ["type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000],
                    "add": ["type": "number", "minimum": -1_000_000, "maximum": 1_000_000],
                ]
            ).merging([
                "anyOf": [
                    ["required": ["factor"], "properties": ["factor": isThere]],
                    ["required": ["add"], "properties": ["add": isThere]],
                ]
            ]),
            "Expected reward becomes `mean + (factor - 1) * abs(mean) + add`."),
        "exclude": ["type": "boolean", "enum": [true]], "atMost": whole(from: 0), "atLeast": whole(from: 1),
        "each": told(
            ["type": "string", "enum": .array(ItemProperty.allCases.map { .text($0.rawValue) })],
            "With `atMost`: of every single value."),
        "where": reference("Selection"), "surface": text, "from": time,
        "until": told(time, "The first moment at which it holds no more; later than `from`."),
    ]

    /// A rule does one thing, and to items that are named unless it can be done to all.
    private static func ask(_ schema: JSONValue) -> JSONValue {
        let narrowed: JSONValue = ["required": ["where"], "properties": ["where": reference("Narrowing")]]
        let withoutEach: JSONValue = ["properties": ["each": ["type": "null"]]]
        let everything: JSONValue = [
            "anyOf": [
                ["type": "null"],
                [
                    "properties": [
                        "items": ["type": ["array", "null"], "maxItems": 0], "category": ["type": "null"],
                        "brand": ["type": "null"], "seller": ["type": "null"],
                    ]
                ],
            ]
        ]
        let arms = one(
            of: ["pin", "adjust", "exclude", "atMost", "atLeast"],
            more: [
                "pin": ["properties": ["each": ["type": "null"], "where": everything]], "adjust": withoutEach,
                "exclude": ["allOf": [withoutEach, narrowed]], "atLeast": ["allOf": [withoutEach, narrowed]],
                "atMost": ["anyOf": [narrowed, ["required": ["each"], "properties": ["each": isThere]]]],
            ])
        return schema.merging([
            "oneOf": arms, "description": "Does one thing: `pin`, `adjust`, `exclude`, `atMost` or `atLeast`.",
        ])
    }

    private static func narrowing(_ member: String) -> JSONValue {
        ["required": [.text(member)], "properties": [member: text]]
    }

    private static func whole(from least: Int) -> JSONValue {
        ["type": "integer", "minimum": .whole(least), "maximum": .whole(Rule.mostItems)]
    }

    private static func strict(
        _ members: [String: JSONValue], optional: [String: JSONValue] = [:], _ description: String? = nil
    ) -> JSONValue {
        asked(members, optional: optional, isStrict: true, description)
    }
}
