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
        if let number = Self.number(value) {
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
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": (value as? NSNumber).map(isFlag) ?? false
        case "null": value is NSNull
        case "integer": number(value).map { $0 == $0.rounded() } ?? false
        case "number": number(value) != nil
        default: false
        }
    }

    private static func number(_ value: Any) -> Double? {
        (value as? NSNumber).flatMap { isFlag($0) ? nil : $0.doubleValue }
    }

    /// Foundation gives truth values and numbers one type; they differ in what they were made from.
    private static func isFlag(_ value: NSNumber) -> Bool { ["c", "B"].contains(String(cString: value.objCType)) }
}
