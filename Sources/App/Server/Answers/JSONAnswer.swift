import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// JSON out: sorted keys, so that the same answer is the same bytes.
func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
}

func answer(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    answer(json: try encoded(value), status: status)
}

func answer(json: Data, status: HTTPResponse.Status = .ok) -> Response {
    Response(
        status: status, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
}

extension Request {
    /// The whole body.
    ///
    /// - Throws: ``Problem`` 413 when it is larger than `limit` bytes, 400 when there is none.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap(Int.init), length > limit { throw Self.tooLarge(limit) }
        var buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        } catch let error where !(error is CancellationError) {
            // Its sender broke off, or its chunks are none.
            throw Problem(.badRequest, code: "body.broken", detail: "the body does not arrive whole")
        }
        let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
        guard !bytes.isEmpty else { throw Problem.noBody }
        return bytes
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, code: "body.large", detail: "the body is larger than \(limit) bytes",
            remedy: "send it in parts")
    }

    /// A JSON body of a declared shape.
    ///
    /// - Throws: ``Problem`` 400 for what is no JSON, 415 for what does not say that it is, 422 for what has another shape, naming the place.
    func json<Value: Decodable>(_ type: Value.Type, upTo limit: Int = 1 << 16) async throws -> Value {
        try requireMedia(.json)
        return try await decoded(type, upTo: limit)
    }

    /// A body of JSON, whatever it says that it is.
    ///
    /// - Throws: ``Problem`` 400 for what is no JSON, 422 for what has another shape, naming the place.
    func decoded<Value: Decodable>(_ type: Value.Type, upTo limit: Int) async throws -> Value {
        let bytes = try await bytes(upTo: limit)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            throw Problem(error, isJSON: isJSON)
        }
    }
}

extension Problem {
    /// - Parameter isJSON: whether the body is; the decoder says the same of what is none and of a number that does not fit.
    fileprivate init(_ error: DecodingError, isJSON: Bool) {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
            return path.isEmpty ? "the body" : "'\(path)'"
        }
        switch error {
        case .dataCorrupted(let context) where context.codingPath.isEmpty && !isJSON:
            self.init(.badRequest, code: "body.json", detail: "the body is not JSON")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init(
                .unprocessableContent, code: "body.value",
                detail: "the body has a number that is too large, or a fraction where it must be whole")
        case .dataCorrupted(let context):
            self.init(
                .unprocessableContent, code: "body.value", detail: "\(place(context)): \(context.debugDescription)")
        case .keyNotFound(let key, let context):
            self.init(
                .unprocessableContent, code: "body.member",
                detail: "\(place(context)) needs a member '\(key.stringValue)'")
        case .typeMismatch(let type, let context):
            self.init(
                .unprocessableContent, code: "body.type", detail: "\(place(context)) must be \(Self.name(of: type))")
        case .valueNotFound(let type, let context):
            self.init(
                .unprocessableContent, code: "body.type",
                detail: "\(place(context)) must be \(Self.name(of: type)), not null")
        @unknown default: self.init(.badRequest, code: "body.json", detail: "the body cannot be read")
        }
    }

    /// What JSON calls a type.
    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
        }
    }
}
