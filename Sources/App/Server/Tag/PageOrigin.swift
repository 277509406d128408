import HTTPTypes
import Hummingbird

/// Which page asks: the browser says it, and no page can make its browser lie.
struct PageOrigin {
    /// Nothing for what is no page, or one of this server that only reads.
    let name: String?

    /// - Parameter isOpen: whether the server asks for no keys, so that it must be called by the name of this machine.
    /// - Throws: ``Problem`` 403 for a page of a site that was not allowed.
    init(_ request: Request, allowed: Set<String>, isOpen: Bool) throws {
        name = request.headers[.origin]
        let host = request.head.authority ?? ""
        if isOpen { try OriginCheck(request).requireLocalName() }
        guard let name else { return }
        // Behind a proxy with TLS the page knows this server by the same name.
        let isOwn = name == "http://\(host)" || (!isOpen && name == "https://\(host)")
        guard isOwn || allowed.contains(name) else {
            throw Problem(
                .forbidden, code: "tag.origin", detail: "pages of '\(name)' are not answered here",
                remedy: "start the server with --allow-origin \(name)")
        }
    }

    /// Lets the page read the answer (Fetch Standard, 3.2.5). It never carries cookies.
    func allowing(_ response: Response) -> Response {
        var response = response
        response.headers[.vary] = "Origin"
        if let name { response.headers[.accessControlAllowOrigin] = name }
        return response
    }
}
