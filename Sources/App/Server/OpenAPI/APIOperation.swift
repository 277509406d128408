/// One method of one path, as the document tells it.
struct APIOperation: Sendable {
    /// What a body may be, by media type.
    struct Body: Sendable {
        var description: String
        var schemas: [MediaType: JSONValue]
        /// Beyond it the answer is 413.
        var limit: Int
    }

    /// An answer that is no problem.
    struct Answer: Sendable {
        var status = 200
        var description: String
        var mediaType = "application/json"
        /// Nothing for an answer without a body.
        var schema: JSONValue?
        var isTagged = false
    }

    var method: String
    /// From the root, with `{name}` for what varies.
    var path: String
    var id: String
    var tag: String
    var summary: String
    var description: String?
    /// Who may ask; nothing for everybody.
    var role: Role?
    var parameters: [JSONValue] = []
    var body: Body?
    var answers: [Answer]
    /// Problems of its own by status, beside those that its key and its body bring.
    var problems: [Int: String] = [:]

    var json: JSONValue {
        var json: [String: JSONValue] = [
            "operationId": .text(id), "tags": [.text(tag)], "summary": .text(summary),
            "responses": .object(responses), "security": role == nil ? [] : [["key": []]],
        ]
        json["description"] = told.map(JSONValue.text)
        if !parameters.isEmpty { json["parameters"] = .array(parameters) }
        if let body {
            json["requestBody"] = [
                "required": true, "description": "\(body.description) At most \(body.limit) bytes.",
                "content": .object(
                    Dictionary(uniqueKeysWithValues: body.schemas.map { ($0.key.rawValue, ["schema": $0.value]) })),
            ]
        }
        return .object(json)
    }

    private var told: String? {
        let rule = role.map { role in
            "Role: \(Role.allCases.filter { $0.includes(role) }.map { "`\($0.rawValue)`" }.joined(separator: ", "))."
        }
        let texts = [description, rule].compactMap(\.self)
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }

    private var responses: [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for answer in answers { responses["\(answer.status)"] = answer.json }
        for (status, text) in allProblems {
            var headers: JSONValue = ["X-Request-Id": APISchemas.header("RequestId")]
            if status == 401 { headers = headers.merging(["WWW-Authenticate": APISchemas.header("Challenge")]) }
            if status == 503 || status == 429 {
                headers = headers.merging(["Retry-After": APISchemas.header("RetryAfter")])
            }
            responses["\(status)"] = [
                "description": .text(text), "headers": headers,
                "content": ["application/problem+json": ["schema": APISchemas.reference("Problem")]],
            ]
        }
        return responses
    }

    private var allProblems: [Int: String] {
        var all = [500: "The server failed, and its log says how under the number of the request."]
        if role != nil {
            all[401] = "No key, or none that this server knows: `key.missing`."
            all[403] =
                "The key has not the role, or a page of another site asks a server without keys: `key.role`, `key.origin`."
            all[429] =
                "Too many requests with this key, or too many unknown keys from this address: `key.rate`, `key.attempts`."
            all[503] = """
                More is asked than the ledger can take, its disk fails, or the server stops: `serving.overloaded`, `ledger.busy`, \
                `ledger.io`, `serving.closed`.
                """
            if method != "get" { all[507] = "The disk is full, and nothing was stored: `ledger.full`." }
        }
        if let body {
            all[400] = "No body, or none that can be read: `body.missing`, `body.broken`, `body.json`."
            all[413] = "The body is larger than \(body.limit) bytes: `body.large`."
            all[415] = "The body does not say that it is JSON: `body.media`."
        }
        return all.merging(problems) { _, own in own }
    }
}

extension APIOperation.Answer {
    fileprivate var json: JSONValue {
        var headers: JSONValue = ["X-Request-Id": APISchemas.header("RequestId")]
        if isTagged { headers = headers.merging(["ETag": APISchemas.header("EntityTag")]) }
        var json: JSONValue = ["description": .text(description), "headers": headers]
        if let schema { json = json.merging(["content": [mediaType: ["schema": schema]]]) }
        return json
    }
}
