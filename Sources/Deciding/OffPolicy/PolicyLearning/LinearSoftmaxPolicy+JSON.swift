public import Foundation

extension LinearSoftmaxPolicy: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, arms, means, scales, weights, intercepts, temperature, floor
    }

    /// What the file says it is.
    static let kind = "linear-softmax"

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try fields.decode(String.self, forKey: .kind)
        guard kind == Self.kind else {
            throw OffPolicyError(
                code: "policy.kind", message: "the policy must be of kind '\(Self.kind)'; got '\(kind)'")
        }
        try self.init(
            arms: fields.decode([String].self, forKey: .arms),
            means: fields.decode([Double].self, forKey: .means),
            scales: fields.decode([Double].self, forKey: .scales),
            weights: fields.decode([Double].self, forKey: .weights),
            intercepts: fields.decode([Double].self, forKey: .intercepts),
            temperature: fields.decodeIfPresent(Double.self, forKey: .temperature) ?? 1,
            floor: fields.decodeIfPresent(Double.self, forKey: .floor) ?? 0)
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(Self.kind, forKey: .kind)
        try fields.encode(arms, forKey: .arms)
        try fields.encode(means, forKey: .means)
        try fields.encode(scales, forKey: .scales)
        try fields.encode(weights, forKey: .weights)
        try fields.encode(intercepts, forKey: .intercepts)
        try fields.encode(temperature, forKey: .temperature)
        try fields.encode(floor, forKey: .floor)
    }

    /// Reads what ``json()`` wrote.
    ///
    /// - Throws: ``OffPolicyError`` `policy.json` when it is not such a file, with what is wrong in it; otherwise as the
    ///   initialiser with numbers.
    public init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: json)
        } catch let error as OffPolicyError {
            throw error
        } catch {
            throw OffPolicyError(
                code: "policy.json", message: "the file does not hold a policy: \(error)",
                remedy: "write it with LinearSoftmaxPolicy.json(), or give every field of kind '\(Self.kind)'")
        }
    }

    /// Its numbers as JSON, with sorted keys: the same policy gives the same bytes.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return try encoder.encode(self)
    }
}
