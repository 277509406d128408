import Engine

/// Policies and their trials, and questions to the log.
extension APISchemas {
    static let programmes: [String: JSONValue] = [
        "Policies": object([
            "champion": reference("Dials"), "terms": reference("Terms"),
            "challengers": told(many(reference("Challenger")), "The newest first."),
        ]),
        "Proposal": object(["policy": reference("PolicyName")]),
        "Terms": object(terms),
        "TermsAsk": asked([:], optional: terms),
        "Challenger": object(
            [
                "number": ["type": "integer", "minimum": 1], "policy": text, "proposed": time, "author": text,
                "state": ["type": "string", "enum": .array(Challenger.State.allCases.map { .text($0.rawValue) })],
            ],
            optional: [
                "judgement": reference("Judgement"), "trial": reference("Trial"),
                "reason": told(text, "Why it is in this state, where more is to be said."),
            ]),
        "Judgement": object(
            [
                "time": time, "confidence": chance,
                "surfaces": many(
                    object(
                        ["surface": text, "decisions": count, "warnings": many(text)],
                        optional: [
                            "estimator": text, "gain": number, "standardError": number, "effectiveSampleSize": number,
                            "refusal": told(text, "Why there is no figure."),
                        ])),
            ],
            optional: [
                "gain": told(number, "Reward of a decision beyond the champion's; not there where the log cannot say."),
                "lower": number, "upper": number,
            ]),
        "Trial": object(
            ["began": time, "stage": count, "share": chance, "stageBegan": time],
            optional: [
                "ended": time,
                "look": object(
                    ["time": time, "champion": reference("TrialArm"), "challenger": reference("TrialArm")],
                    optional: ["difference": number, "lower": number, "upper": number],
                    "Decisions since the share began; the interval holds at all looks together."),
            ]),
        "TrialArm": object(
            ["people": count, "decisions": count], optional: ["reward": told(number, "Of a decision.")]),
        "EvaluationAsk": asked(
            [
                "targets": [
                    "type": "array", "items": reference("TargetName"), "minItems": 1,
                    "maxItems": .whole(EvaluationAsk.mostTargets),
                ]
            ], optional: question),
        "Evaluation": object([
            "number": ["type": "integer", "minimum": 1], "time": time, "author": text,
            "ask": reference("EvaluationAsk"),
            "report": told(
                ["type": "object", "required": ["decisions", "estimates", "refusals"]],
                "As `equipoise ope --json` writes it."),
        ]),
        "EvaluationPage": object(["evaluations": many(reference("Evaluation"))], optional: ["next": count]),
    ]

    static let records: [String: JSONValue] = [
        "Schedule": schedule { object($0, optional: $1) },
        "ScheduleAsk": schedule { asked($0, optional: $1) },
        "AlertPage": object(
            [
                "alerts": many(
                    object([
                        "number": count, "time": time, "message": text,
                        "kind": ["type": "string", "enum": .array(LiveAlert.Kind.allCases.map { .text($0.rawValue) })],
                    ]))
            ], optional: ["next": count]),
        "ChangePage": object(
            [
                "changes": many(
                    object([
                        "number": count, "time": time, "author": text, "subject": text, "action": text,
                        "content": told(text, "JSON: what holds from then on."),
                    ]))
            ], optional: ["next": count]),
    ]

    private static func schedule(
        _ object: (_ members: [String: JSONValue], _ optional: [String: JSONValue]) -> JSONValue
    ) -> JSONValue {
        let turn = object(
            ["at": time],
            [
                "policy": reference("PolicyName"), "familiarity": chance, "shared": chance,
                "windowSeconds": ["type": "number", "minimum": 0, "maximum": 2_592_000],
            ])
        let training = object(
            [:],
            [
                "everyHours": ["type": "number", "minimum": 0.1, "maximum": 8760],
                "afterDrift": told(flag, "As soon as drift is found."), "models": many(text),
            ])
        return object(
            [:],
            [
                "turns": [
                    "type": "array", "items": turn, "maxItems": .whole(ShopSchedule.mostTurns),
                    "description": "Dials; what is left out stays as it is then.",
                ],
                "training": training,
            ])
    }

    private static let terms: [String: JSONValue] = [
        "shares": told(
            [
                "type": "array", "minItems": 1,
                "items": ["type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1],
            ],
            "Of people. They are put in order, and each counts once."),
        "stageHours": ["type": "number", "minimum": 0, "maximum": 10_000],
        "stageDecisions": ["type": "integer", "minimum": 1, "maximum": 1_000_000_000],
        "margin": told(
            ["type": "number", "minimum": 0, "exclusiveMaximum": 1],
            "What may be lost beside the champion at most before a trial goes further, as a share of what it earns."),
        "confidence": ["type": "number", "minimum": 0.5, "exclusiveMaximum": 1],
        "judgedDays": ["type": "number", "exclusiveMinimum": 0, "maximum": 3650],
        "automatic": told(flag, "Whether a challenger that the log speaks for goes on trial by itself."),
    ]

    private static let question: [String: JSONValue] = [
        "estimators": told(many(reference("EstimatorName")), "The usual ones when there are none."), "surface": text,
        "loggedBy": told(text, "The policy that made the decisions, by its name or the word before its parenthesis."),
        "from": time, "confidence": ["type": "number", "minimum": 0.5, "exclusiveMaximum": 1],
    ]
}
