import HTTPTypes
import Hummingbird
import NIOCore

/// A file that is part of the program, so that the program is all there is to install.
struct StaticFile: Sendable {
    private let bytes: ByteBuffer
    private let mediaType: String
    private let tag: EntityTag

    /// Names these very bytes in an address, so that a page never meets an older script than itself.
    var version: String { String(tag.description.filter(\.isHexDigit).prefix(8)) }

    init(_ bytes: [UInt8], _ mediaType: String) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.mediaType = mediaType
        tag = EntityTag(of: bytes)
    }

    /// The file, or that the browser has it already. It is asked again after an hour: what a page loads stays at its address.
    func answer(to request: Request) -> Response {
        var headers: HTTPFields = [.eTag: tag.description, .cacheControl: "public, max-age=3600"]
        guard request.headers[.ifNoneMatch].map(tag.isNamed) != true else {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = mediaType
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    static let tag = StaticFile(PackageResources.equipoise_js, script)
    static let storefrontScript = StaticFile(PackageResources.storefront_js, script)
    static let storefrontStyle = StaticFile(PackageResources.storefront_css, "text/css; charset=utf-8")

    static let consoleScript = StaticFile(PackageResources.console_js, script)

    static let script = "text/javascript; charset=utf-8"
}
