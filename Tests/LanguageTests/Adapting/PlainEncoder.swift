import Foundation
import Tensor

@testable import Language

/// A BERT with adapters and a prefix by the plainest loops, one text at a time: what the fast one is held against.
struct PlainEncoder {
    typealias Rows = [[Double]]

    let configuration: EncoderConfiguration
    /// By name, rows of numbers; a bias is one row.
    var weights: [String: Rows] = [:]
    /// By layer, keys and values before those of a text.
    private var prefix: [(keys: Rows, values: Rows)] = []

    init(_ encoder: TransformerEncoder) throws {
        configuration = encoder.configuration
        for parameter in encoder.parameters { weights[parameter.name] = try Self.rows(parameter.tensor) }
        if encoder.adaptation == .prefix(try .init(length: 3)) { look(at: self["prefix.table"]) }
    }

    /// Has every text look at a prefix: [length, layers · 2 · width].
    mutating func look(at table: Rows) {
        let width = configuration.width
        prefix = (0..<configuration.layers).map { layer in
            let start = 2 * layer * width
            return (
                keys: table.map { Array($0[start..<start + width]) },
                values: table.map { Array($0[start + width..<start + 2 * width]) }
            )
        }
    }

    private subscript(name: String) -> Rows { weights[name] ?? [] }

    static func rows(_ tensor: Tensor) throws -> Rows {
        let numbers = try tensor.array(of: Float.self).map(Double.init)
        let width = tensor.extent(-1)
        return stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) }
    }

    func callAsFunction(_ ids: [Int32]) -> Rows {
        var tokens: Rows = ids.enumerated().map { place, id in
            (0..<configuration.width).map { column in
                self["embeddings.word_embeddings.weight"][Int(id)][column]
                    + self["embeddings.position_embeddings.weight"][place][column]
                    + self["embeddings.token_type_embeddings.weight"][0][column]
            }
        }
        tokens = normalised(tokens, "embeddings.LayerNorm")
        for layer in 0..<configuration.layers { tokens = self.layer(tokens, layer) }
        return tokens
    }

    private func layer(_ tokens: Rows, _ number: Int) -> Rows {
        let stem = "encoder.layer.\(number)"
        let query = projected(tokens, "\(stem).attention.self.query")
        var key = projected(tokens, "\(stem).attention.self.key")
        var value = projected(tokens, "\(stem).attention.self.value")
        if !prefix.isEmpty {
            key = prefix[number].keys + key
            value = prefix[number].values + value
        }
        let size = configuration.width / configuration.heads
        let seen: Rows = query.map { asked in
            (0..<configuration.heads).flatMap { head -> [Double] in
                let columns = head * size..<(head + 1) * size
                let scores = key.map { known in
                    exp(columns.reduce(0) { $0 + asked[$1] * known[$1] } / Double(size).squareRoot())
                }
                let total = scores.reduce(0, +)
                return columns.map { column in
                    zip(scores, value).reduce(0) { $0 + $1.0 * $1.1[column] } / total
                }
            }
        }
        let looked = adapted(projected(seen, "\(stem).attention.output.dense"), "\(stem).attention_adapter")
        let middle = normalised(sum(tokens, looked), "\(stem).attention.output.LayerNorm")
        let active = projected(middle, "\(stem).intermediate.dense").map { $0.map(gelu) }
        let thought = adapted(projected(active, "\(stem).output.dense"), "\(stem).adapter")
        return normalised(sum(middle, thought), "\(stem).output.LayerNorm")
    }

    private func adapted(_ tokens: Rows, _ name: String) -> Rows {
        guard weights["\(name).down.weight"] != nil else { return tokens }
        return sum(tokens, projected(projected(tokens, "\(name).down").map { $0.map { max(0, $0) } }, "\(name).up"))
    }

    private func projected(_ tokens: Rows, _ name: String) -> Rows {
        let (matrix, bias) = (self["\(name).weight"], self["\(name).bias"][0])
        return tokens.map { token in
            zip(matrix, bias).map { row, bias in zip(row, token).reduce(bias) { $0 + $1.0 * $1.1 } }
        }
    }

    private func normalised(_ tokens: Rows, _ name: String) -> Rows {
        let (weight, bias) = (self["\(name).weight"][0], self["\(name).bias"][0])
        return tokens.map { token in
            let mean = token.reduce(0, +) / Double(token.count)
            let variance = token.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(token.count)
            return token.indices.map {
                (token[$0] - mean) / (variance + configuration.epsilon).squareRoot() * weight[$0] + bias[$0]
            }
        }
    }

    private func sum(_ left: Rows, _ right: Rows) -> Rows {
        zip(left, right).map { zip($0, $1).map { $0 + $1 } }
    }

    private func gelu(_ x: Double) -> Double { x * 0.5 * (1 + erf(x / 2.0.squareRoot())) }
}
