/// What BERT does to a text before cutting it: drop control characters, put spaces around ideographs, strip accents,
/// lower the case, in this order.
public struct BertNormalization: Sendable, Equatable {
    public var cleansText: Bool
    public var separatesIdeographs: Bool
    /// As `lowercases` when absent.
    public var stripsAccents: Bool?
    public var lowercases: Bool

    public init(
        cleansText: Bool = true, separatesIdeographs: Bool = true, stripsAccents: Bool? = nil, lowercases: Bool = true
    ) {
        self.cleansText = cleansText
        self.separatesIdeographs = separatesIdeographs
        self.stripsAccents = stripsAccents
        self.lowercases = lowercases
    }
}

/// Normalises text, and tells words from spaces and punctuation in the same pass.
///
/// What happens to a scalar alone is looked up in a table for the first 65,536. Combining marks, and what decomposes
/// into them, go the long way: decomposition, canonical order, removal, lower case.
struct BertNormalizer: Sendable {
    /// What to do with a scalar.
    private enum Action: UInt8 {
        case keep, drop, blank, space, single, ideograph, rewrite
    }

    let rules: BertNormalization
    private let strips: Bool
    private let actions: [Action]

    init(_ rules: BertNormalization) {
        self.rules = rules
        strips = rules.stripsAccents ?? rules.lowercases
        let strips = strips
        actions = (0..<UInt32(0x10000)).map { value in
            Unicode.Scalar(value).map { Self.action(for: $0, rules, strips: strips) } ?? .keep
        }
    }

    private static func action(for scalar: Unicode.Scalar, _ rules: BertNormalization, strips: Bool) -> Action {
        if rules.cleansText {
            if ScalarKinds.isDropped(scalar) || scalar.value == 0 { return .drop }
            if ScalarKinds.isWhitespace(scalar) { return .blank }
        }
        if rules.separatesIdeographs, ScalarKinds.isIdeograph(scalar) { return .ideograph }
        if strips {
            let parts = ScalarKinds.decomposition(scalar)
            if parts.count > 1 || parts[0] != scalar || ScalarKinds.combiningClass(scalar) != 0
                || ScalarKinds.isNonspacingMark(scalar)
            {
                return .rewrite
            }
        }
        if rules.lowercases, scalar.properties.changesWhenLowercased { return .rewrite }
        if ScalarKinds.isWhitespace(scalar) { return .space }
        return ScalarKinds.isPunctuation(scalar) ? .single : .keep
    }

    @inline(__always)
    private func action(for value: UInt32) -> Action {
        if value < 0x10000 { return actions.withUnsafeBufferPointer { $0[Int(value)] } }
        return Unicode.Scalar(value).map { Self.action(for: $0, rules, strips: strips) } ?? .keep
    }

    /// Appends `text[range]`, normalised, to `result`.
    func append(_ text: UnsafePointer<UInt8>, _ range: Range<Int>, to result: inout NormalizedText) {
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = text[index]
            let width = ScalarText.width(lead)
            let value = ScalarText.value(text, at: index, width: width)
            switch action(for: value) {
            case .keep: copy(text, index, width, .word, to: &result)
            case .drop: break
            case .blank: result.append(UInt8(ascii: " "), .space, from: index)
            case .space: copy(text, index, width, .space, to: &result)
            case .single: copy(text, index, width, .single, to: &result)
            case .ideograph:
                result.append(UInt8(ascii: " "), .space, from: index)
                if value < 0xF900 {
                    copy(text, index, width, .word, to: &result)
                } else {
                    rewrite(text, index..<index + width, to: &result)
                }
                result.append(UInt8(ascii: " "), .space, from: index)
            case .rewrite:
                if value < 0x80 {
                    // Of ASCII, only capital letters are rewritten.
                    result.append(lead | 0x20, .word, from: index)
                } else {
                    index = rewriteCluster(text, from: index, to: range.upperBound, &result)
                    continue
                }
            }
            index += width
        }
    }

    @inline(__always)
    private func copy(
        _ text: UnsafePointer<UInt8>, _ index: Int, _ width: Int, _ kind: NormalizedText.Kind,
        to result: inout NormalizedText
    ) {
        for offset in 0..<width { result.append(text[index + offset], kind, from: index) }
    }

    /// Rewrites the scalar at `start` with the marks that follow it and may change places; returns where they end.
    private func rewriteCluster(
        _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, _ result: inout NormalizedText
    ) -> Int {
        var index = start + ScalarText.width(text[start])
        guard strips else {
            rewrite(text, start..<index, to: &result)
            return index
        }
        while index < end {
            let scalar = ScalarText.scalar(text, at: index)
            let action = action(for: scalar.value)
            // Dropped characters do not keep marks apart.
            guard
                action == .drop
                    || action == .rewrite && ScalarKinds.combiningClass(ScalarKinds.decomposition(scalar)[0]) != 0
            else { break }
            index += ScalarText.width(text[index])
        }
        rewrite(text, start..<index, to: &result)
        return index
    }

    /// The long way, for scalars between which marks may change places.
    private func rewrite(_ text: UnsafePointer<UInt8>, _ range: Range<Int>, to result: inout NormalizedText) {
        var parts: [(scalar: Unicode.Scalar, order: UInt8, isInserted: Bool)] = []
        var sources: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let scalar = ScalarText.scalar(text, at: index)
            if action(for: scalar.value) != .drop {
                sources.append(index)
                let pieces = strips ? ScalarKinds.decomposition(scalar) : [scalar]
                for (number, piece) in pieces.enumerated() {
                    parts.append((piece, strips ? ScalarKinds.combiningClass(piece) : 0, number > 0))
                }
            }
            index += ScalarText.width(text[index])
        }
        if strips { putMarksInOrder(&parts) }
        // As in the reference, places belong to positions: the first scalar that is not an insertion gets the first
        // place, whichever it is now.
        var next = 0
        for part in parts {
            if !part.isInserted { next += 1 }
            if strips, ScalarKinds.isNonspacingMark(part.scalar) { continue }
            let origin = sources[max(0, next - 1)]
            guard rules.lowercases else {
                append(part.scalar, from: origin, to: &result)
                continue
            }
            for lower in part.scalar.properties.lowercaseMapping.unicodeScalars {
                append(lower, from: origin, to: &result)
            }
        }
    }

    private func append(_ scalar: Unicode.Scalar, from origin: Int, to result: inout NormalizedText) {
        let kind: NormalizedText.Kind =
            ScalarKinds.isWhitespace(scalar) ? .space : ScalarKinds.isPunctuation(scalar) ? .single : .word
        result.append(scalar, kind, from: origin)
    }

    /// Canonical order: within a run of marks, by class, equal ones as they stood.
    private func putMarksInOrder(_ parts: inout [(scalar: Unicode.Scalar, order: UInt8, isInserted: Bool)]) {
        var start = 0
        while start < parts.count {
            guard parts[start].order != 0 else {
                start += 1
                continue
            }
            let end = parts[start...].firstIndex { $0.order == 0 } ?? parts.count
            let run = parts[start..<end].enumerated()
                .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
                .map(\.element)
            parts.replaceSubrange(start..<end, with: run)
            start = end
        }
    }
}
