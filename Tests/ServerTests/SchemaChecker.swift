import Commerce
import Foundation

/// Checks JSON against the schemas of a document: the part of JSON Schema 2020-12 that the document uses.
///
/// Of what is told it is stricter in one point: a member that an object's schema does not name is a fault, so that nothing is
/// told which is not written down.
struct SchemaChecker {
    let document: [String: Any]
    var refusesUnnamed = true

    /// What is wrong, each with its place; empty when nothing is.
    func faults(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String { return faults(value, resolved(reference), at: place) }
        var faults: [String] = []
        if let names = (schema["type"] as? [String]) ?? (schema["type"] as? String).map({ [$0] }),
            !names.contains(where: { Self.isOf($0, value) })
        {
            return ["\(place): \(value) is no \(names.joined(separator: " or "))"]
        }
        if let known = schema["enum"] as? [Any],
            !known.contains(where: { ($0 as? NSObject) == (value as? NSObject) })
        {
            faults.append("\(place): \(value) is none of \(known)")
        }
        if let number = Self.number(value) {
            if let low = schema["minimum"] as? Double, number < low { faults.append("\(place): \(number) < \(low)") }
            if let high = schema["maximum"] as? Double, number > high { faults.append("\(place): \(number) > \(high)") }
        }
        if let low = schema["exclusiveMinimum"] as? Double, let number = Self.number(value), number <= low {
            faults.append("\(place): \(number) <= \(low)")
        }
        if let high = schema["exclusiveMaximum"] as? Double, let number = Self.number(value), number >= high {
            faults.append("\(place): \(number) >= \(high)")
        }
        if let text = value as? String { faults += Self.faults(ofText: text, schema, at: place) }
        faults += self.faults(value, joined: schema, at: place)
        if let elements = value as? [Any], !Self.isCount(elements.count, schema["minItems"], schema["maxItems"]) {
            faults.append("\(place): \(elements.count) elements")
        }
        if let elements = value as? [Any], let element = schema["items"] as? [String: Any] {
            for (index, one) in elements.enumerated() { faults += self.faults(one, element, at: "\(place)[\(index)]") }
        }
        if let members = value as? [String: Any] { faults += self.faults(members, schema, at: place) }
        return faults
    }

    private func faults(_ value: Any, joined schema: [String: Any], at place: String) -> [String] {
        // What is joined to members says more of some of them, and need not name all.
        let checker = SchemaChecker(
            document: document, refusesUnnamed: refusesUnnamed && schema["properties"] == nil)
        func each(_ name: String) -> [[String]] {
            (schema[name] as? [[String: Any]] ?? []).map { checker.faults(value, $0, at: place) }
        }
        var faults = each("allOf").flatMap(\.self)
        let (any, one) = (each("anyOf"), each("oneOf"))
        if !any.isEmpty, any.allSatisfy({ !$0.isEmpty }) { faults += any.flatMap(\.self) }
        if !one.isEmpty, one.count(where: \.isEmpty) != 1 { faults += ["\(place): not one alone of \(one.count)"] }
        if let other = schema["not"] as? [String: Any], checker.faults(value, other, at: place).isEmpty {
            faults.append("\(place): \(value) is \(other)")
        }
        return faults
    }

    private static func faults(ofText text: String, _ schema: [String: Any], at place: String) -> [String] {
        var faults: [String] = []
        if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
            faults.append("\(place): '\(text)' is not \(pattern)")
        }
        if !isCount(text.unicodeScalars.count, schema["minLength"], schema["maxLength"]) {
            faults.append("\(place): '\(text)' is too short or too long")
        }
        if schema["format"] as? String == "date-time", Timestamp(iso8601: text) == nil {
            faults.append("\(place): '\(text)' is no time")
        }
        return faults
    }

    private static func isCount(_ count: Int, _ least: Any?, _ most: Any?) -> Bool {
        count >= least as? Int ?? 0 && count <= most as? Int ?? .max
    }

    private func faults(_ members: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
        let known = schema["properties"] as? [String: [String: Any]] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
        var faults = missing.map { "\(place): '\($0)' is missing" }
        for (name, value) in members {
            if let own = known[name] ?? schema["additionalProperties"] as? [String: Any] {
                faults += self.faults(value, own, at: "\(place).\(name)")
            } else if schema["additionalProperties"] as? Bool == false
                || (refusesUnnamed && schema["properties"] != nil)
            {
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
