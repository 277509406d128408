/// What pages in browsers ask.
extension APIDocument {
    static let tag = [
        APIOperation(
            method: "get", path: "/v1/tag/equipoise.js", id: "getTag", tag: "pages",
            summary: "The script for a shop's pages",
            description: "Tells what visitors see and do, and asks for lists. Pages load it from here.",
            parameters: [ifNoneMatch],
            answers: [
                .init(
                    description: "JavaScript. It may be kept for an hour.", mediaType: "text/javascript; charset=utf-8",
                    schema: APISchemas.text, isTagged: true),
                .init(status: 304, description: "The sender has it already.", isTagged: true),
            ]),
        posting(
            "events", id: "tellEvents", summary: "Tell what a visitor did on a page",
            description: """
                Each act is answered for itself and counts once, however often it is sent. Prices of carts and purchases are the \
                catalogue's; who the visitor is, is for the shop's backend to tell.
                """, schema: "TagEvents", limit: TagEventsBody.limit,
            answer: .init(description: "What became of the acts.", schema: APISchemas.reference("RowsAnswer")),
            problems: [
                413:
                    "More than \(TagEventsBody.limit) bytes or \(TagEventsBody.mostEvents) acts: `body.large`, `rows.many`.",
                422: "JSON of another shape: `body.type`, `body.member`, `body.value`, `tag.visitor`, `tag.session`.",
            ]),
        posting(
            "decisions", id: "decideForPage", summary: "A list for a visitor, with what a page needs to draw it",
            description: "Where nothing may be shown, `items` is empty, there is no `id`, and `reason` says why.",
            schema: "TagDecisionAsk", limit: TagDecisionBody.limit,
            answer: .init(
                description: "The list. It is on the disk, with all that is needed to make it again.",
                schema: APISchemas.reference("TagDecisionAnswer")),
            problems: [
                404:
                    "The page is about an item or a category that there is not: `decision.anchor`, `decision.category`.",
                422: """
                JSON of another shape, or what a page may not ask: `body.type`, `body.member`, `body.value`, \
                `decision.surface`, `decision.count`, `tag.visitor`, `tag.session`, `tag.member`.
                """,
            ]),
    ]

    private static func posting(
        _ name: String, id: String, summary: String, description: String, schema: String, limit: Int,
        answer: APIOperation.Answer, problems: [Int: String]
    ) -> APIOperation {
        let body = APISchemas.reference(schema)
        let usual = [
            403: """
            The key has not the role, or opens more than a page may, or the page is of a site that was not allowed, or plain \
            text says of no page that it sent it: \
            `key.role`, `tag.secret`, `tag.origin`, `key.origin`.
            """,
            415: "The body says neither that it is JSON nor that it is plain text: `body.media`.",
        ]
        return APIOperation(
            method: "post", path: "/v1/tag/\(name)", id: id, tag: "pages", summary: summary, description: description,
            role: .storefront,
            body: .init(
                description: """
                    JSON. From a page it may say that it is plain text, as what a browser sends without asking beforehand; the \
                    header `Origin` then says whose page it is. The key stands in the header, or in a member.
                    """, schemas: [.json: body, .plainText: body], limit: limit),
            answers: [answer], problems: usual.merging(problems) { _, own in own })
    }
}
