import Commerce

/// A decision as bytes: the form in which the ledger keeps it. Bit for bit, and the same bytes for the same decision.
///
/// ```
/// 1 byte     the form, 1
/// id, time, shopper?, visitor?, session?, surface, policy, snapshot?, ranker?, seed, length, context, exploration
/// rules      for each: name, effect with its number, items, note?
/// slate      for each position: item, position, propensity, its error, source, score, marks, reasons
/// candidates items, sources, the columns that are there (see FloatColumns), kinds, spread
/// 8 bytes    XXH64 of all before
/// ```
enum DecisionRecord {
    static let form: UInt8 = 1

    /// Replaces what the writer holds. O(candidates * features).
    static func write(_ decision: Decision, to writer: inout BinaryWriter) {
        writer.clear()
        writer.append(form)
        writer.append(decision.id.rawValue)
        writer.append(decision.time.milliseconds)
        writer.append(decision.shopper?.rawValue)
        writer.append(decision.visitor?.rawValue)
        writer.append(decision.session?.rawValue)
        writer.append(decision.surface.rawValue)
        writer.append(decision.policyVersion)
        writer.append(decision.snapshotVersion)
        writer.append(decision.rankerVersion)
        writer.append(decision.seed)
        writer.append(Int64(decision.length))
        writer.append(decision.context)
        writer.append(decision.exploration)
        writer.append(count: decision.rules.count)
        for rule in decision.rules {
            writer.append(rule.rule)
            writer.append(rule.effect)
            writer.append(rule.items)
            writer.append(rule.note)
        }
        writer.append(count: decision.slate.count)
        for action in decision.slate { writer.append(action) }
        writer.append(decision.candidates)
        writer.seal()
    }

    static func bytes(of decision: Decision) -> [UInt8] {
        var writer = BinaryWriter(reserving: 4096)
        write(decision, to: &writer)
        return writer.bytes
    }

    /// - Throws: ``BinaryReader/Malformed`` when the bytes are not what was written.
    static func read(_ bytes: [UInt8]) throws(BinaryReader.Malformed) -> Decision {
        var reader = try BinaryReader(sealed: bytes)
        guard try reader.byte() == form else { throw BinaryReader.Malformed(what: "it has a form of a newer program") }
        var decision = Decision(
            id: DecisionID(try reader.text()), time: Timestamp(milliseconds: try reader.integer()),
            shopper: try reader.optionalText().map(ShopperID.init(_:)), surface: .home, candidates: CandidateSet(),
            policyVersion: "", slate: [])
        decision.visitor = try reader.optionalText().map(VisitorID.init(_:))
        decision.session = try reader.optionalText().map(SessionID.init(_:))
        decision.surface = Surface(rawValue: try reader.text())
        decision.policyVersion = try reader.text()
        decision.snapshotVersion = try reader.optionalText()
        decision.rankerVersion = try reader.optionalText()
        decision.seed = try reader.word64()
        decision.length = Int(try reader.integer())
        decision.context = try reader.map()
        decision.exploration = try reader.exploration()
        decision.rules = try reader.list { reader throws(BinaryReader.Malformed) in
            AppliedRule(
                rule: try reader.text(), effect: try reader.effect(), items: try reader.names(),
                note: try reader.optionalText())
        }
        decision.slate = try reader.list { reader throws(BinaryReader.Malformed) in try reader.shownAction() }
        decision.candidates = try reader.candidates()
        guard reader.isAtEnd else { throw BinaryReader.Malformed(what: "it goes on after its end") }
        return decision
    }
}

// MARK: Parts

extension BinaryWriter {
    /// Appends the check sum of everything before it.
    mutating func seal() {
        let sum = unsafe bytes.withUnsafeBytes { unsafe XXHash64.hash($0) }
        append(sum)
    }

    mutating func append<Subject>(_ names: [Identifier<Subject>]) {
        append(count: names.count)
        for name in names { append(name.rawValue) }
    }

    mutating func append(_ names: [String]) {
        append(count: names.count)
        for name in names { append(name) }
    }

    fileprivate mutating func append(_ effect: AppliedRule.Effect) {
        let (kind, number): (UInt8, Int) =
            switch effect {
            case .pin(let position): (0, position)
            case .adjust: (1, 0)
            case .exclude: (2, 0)
            case .atMost(let count): (3, count)
            case .atLeast(let count): (4, count)
            }
        append(kind)
        append(Int64(number))
    }

    fileprivate mutating func append(_ exploration: Exploration) {
        append(exploration.rate)
        append(exploration.factors)
        append(exploration.greedyReward)
        append(exploration.spent)
        append(exploration.information)
    }

    fileprivate mutating func append(_ action: ShownAction) {
        append(action.item.rawValue)
        append(Int64(action.position))
        append(action.propensity)
        append(action.propensityError)
        append(action.source)
        append(action.score)
        append((action.isPinned ? 1 : 0) | (action.isExploration ? 2 : 0) as UInt8)
        append(count: action.reasons.count)
        for reason in action.reasons {
            append(reason.kind.rawValue)
            append(reason.source)
            append(reason.evidence)
            append(reason.shoppers)
            append(reason.terms)
            append(reason.strength)
        }
    }

    fileprivate mutating func append(_ candidates: CandidateSet) {
        append(candidates.items)
        append(candidates.sources)
        append(count: candidates.sourceOf.count)
        append(contentsOf: candidates.sourceOf)
        for column in [candidates.sourceScores, candidates.means, candidates.variances, candidates.adjustments] {
            append(count: column.count)
            FloatColumns.append(column, rows: column.count, width: 1, to: &self)
        }
        append(candidates.featureNames)
        append(count: candidates.features.count)
        if !candidates.features.isEmpty {
            FloatColumns.append(
                candidates.features, rows: candidates.count, width: candidates.featureNames.count, to: &self)
        }
        append(count: candidates.kinds.count)
        // One up, so that the usual numbers, -1 and small ones, are short.
        for kind in candidates.kinds { append(count: Int(UInt32(bitPattern: kind &+ 1))) }
        append(candidates.spread)
    }
}

extension BinaryReader {
    /// Reads up to the check sum, after comparing it.
    init(sealed bytes: [UInt8]) throws(Malformed) {
        guard bytes.count > 8 else { throw Malformed(what: "it is too short") }
        var tail = BinaryReader(bytes, end: bytes.count)
        let content = try tail.slice(bytes.count - 8)
        let sum = unsafe content.withUnsafeBytes { unsafe XXHash64.hash($0) }
        guard try tail.word64() == sum else { throw Malformed(what: "its check sum is not the one it was stored with") }
        self.init(bytes, end: bytes.count - 8)
    }

    mutating func names<Subject>() throws(Malformed) -> [Identifier<Subject>] {
        try list { reader throws(Malformed) in Identifier(try reader.text()) }
    }

    mutating func texts() throws(Malformed) -> [String] {
        try list { reader throws(Malformed) in try reader.text() }
    }

    fileprivate mutating func effect() throws(Malformed) -> AppliedRule.Effect {
        let kind = try byte()
        let number = Int(try integer())
        switch kind {
        case 0: return .pin(position: number)
        case 1: return .adjust
        case 2: return .exclude
        case 3: return .atMost(count: number)
        case 4: return .atLeast(count: number)
        default: throw Malformed(what: "a rule has an effect of no known kind")
        }
    }

    fileprivate mutating func exploration() throws(Malformed) -> Exploration {
        Exploration(
            rate: try double(), factors: try map(), greedyReward: try double(), spent: try double(),
            information: try double())
    }

    fileprivate mutating func shownAction() throws(Malformed) -> ShownAction {
        var action = ShownAction(
            item: ItemID(try text()), position: Int(try integer()), propensity: try double(),
            propensityError: try double(), source: try text(), score: try double())
        let marks = try byte()
        action.isPinned = marks & 1 != 0
        action.isExploration = marks & 2 != 0
        action.reasons = try list { reader throws(Malformed) in try reader.reason() }
        return action
    }

    private mutating func reason() throws(Malformed) -> Reason {
        guard let kind = Reason.Kind(rawValue: try text()) else {
            throw Malformed(what: "a reason is of no known kind")
        }
        return Reason(
            kind, source: try text(), evidence: try names(), shoppers: try names(), terms: try texts(),
            strength: try double())
    }

    fileprivate mutating func candidates() throws(Malformed) -> CandidateSet {
        var candidates = CandidateSet(items: try names(), sources: try texts())
        candidates.sourceOf = Array(try slice(try count()))
        candidates.sourceScores = try column(of: candidates.count)
        candidates.means = try column(of: candidates.count)
        candidates.variances = try column(of: candidates.count)
        candidates.adjustments = try column(of: candidates.count)
        candidates.featureNames = try texts()
        let count = try number()
        if count != 0 {
            guard candidates.count > 0, count == candidates.count * candidates.featureNames.count else {
                throw Malformed(what: "its features do not fit")
            }
            candidates.features = try FloatColumns.read(
                rows: candidates.count, width: candidates.featureNames.count, from: &self)
        }
        for _ in 0..<(try self.count()) {
            let kind = try number()
            guard (0...Int(UInt32.max)).contains(kind) else { throw Malformed(what: "a kind is no number of a kind") }
            candidates.kinds.append(Int32(bitPattern: UInt32(kind)) &- 1)
        }
        candidates.spread = try double()
        return candidates
    }

    /// A column is empty or as long as the candidates.
    private mutating func column(of candidates: Int) throws(Malformed) -> [Float] {
        let count = try number()
        guard count == 0 || count == candidates else { throw Malformed(what: "a column does not fit") }
        return try FloatColumns.read(rows: count, width: 1, from: &self)
    }
}
