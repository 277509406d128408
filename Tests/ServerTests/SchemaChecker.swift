import Foundation

/// Checks JSON against the schemas of a document: the part of JSON Schema 2020-12 that the document uses.
///
/// Stricter in one point: a member that an object's schema does not name is a fault, so that nothing is told which is
/// not written down.
struct SchemaChecker {
    let document: [String: Any]

    /// What is wrong, each with its place; empty when nothing is.
    func faults(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String { return faults(value, resolved(reference), at: place) }
        var faults: [String] = []
        if let names = (schema["type"] as? [String]) ?? (schema["type"] as? String).map({ [$0] }),
            !names.contains(where: { Self.isOf($0, value) })
        {
            return ["\(place): \(value) is no \(names.joined(separator: " or "))"]
        }
        if let known = schema["enum"] as? [String], !((value as? String).map(known.contains) ?? false) {
            faults.append("\(place): \(value) is none of \(known)")
        }
        if let number = value as? Double {
            if let low = schema["minimum"] as? Double, number < low { faults.append("\(place): \(number) < \(low)") }
            if let high = schema["maximum"] as? Double, number > high { faults.append("\(place): \(number) > \(high)") }
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let each = choices.map { self.faults(value, $0, at: place) }
            if each.allSatisfy({ !$0.isEmpty }) { faults += each.flatMap(\.self) }
        }
        if let elements = value as? [Any], let element = schema["items"] as? [String: Any] {
            for (index, one) in elements.enumerated() { faults += self.faults(one, element, at: "\(place)[\(index)]") }
        }
        if let members = value as? [String: Any] { faults += self.faults(members, schema, at: place) }
        return faults
    }

    private func faults(_ members: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
        let known = schema["properties"] as? [String: [String: Any]] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
        var faults = missing.map { "\(place): '\($0)' is missing" }
        for (name, value) in members {
            if let own = known[name] ?? schema["additionalProperties"] as? [String: Any] {
                faults += self.faults(value, own, at: "\(place).\(name)")
            } else if schema["properties"] != nil {
                faults.append("\(place): '\(name)' is not written down")
            }
        }
        return faults
    }

    /// Follows `#/a/b`.
    func resolved(_ reference: String) -> [String: Any] {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] as? [String: Any] ?? [:] }
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        // Foundation gives truth values and numbers the same type; only the former are `true` as text.
        let isFlag = value is NSNumber && ["true", "false"].contains("\(value)")
        return switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isFlag
        case "null": value is NSNull
        case "integer": !isFlag && (value as? Double).map { $0 == $0.rounded() } ?? false
        case "number": !isFlag && value is Double
        default: false
        }
    }
}
