public import Commerce

extension ValidationReport {
    /// Makes a report while a source streams by, in memory that does not grow beyond the limits of
    /// ``ValidationOptions``. About a microsecond an event.
    ///
    /// ```swift
    /// var builder = ValidationReport.Builder(source: "log.csv", preset: "csv", now: time.now())
    /// while let batch = try reader.nextBatch(limit: 4096) { builder.add(batch) }
    /// print(builder.finish().text(language: .english))
    /// ```
    public struct Builder: Sendable {
        private let source: String
        private let preset: String?
        private let now: Timestamp
        private let options: ValidationOptions
        private let latestPlausible: Timestamp
        private var rows = RowCounts(
            read: 0, accepted: 0, rejected: 0, setAside: 0, skipped: [:], warnings: 0)
        private var records = RecordCounts(events: 0, items: 0, shoppers: 0)
        private var kinds: KindTracker
        private var people: PeopleTracker
        private var items: ItemTracker
        private var sessions: SessionTracker
        private var orders: DistinctCounter
        private var duplicates: DuplicateTracker
        private var purchases: PurchaseTracker
        private var missing = MissingTracker()
        private var quantities = NumberTracker()
        private var money = MoneyTracker()
        private var issues: IssueTracker

        /// - Parameters:
        ///   - source: the file or files, as the user named them.
        ///   - now: the present; later times are reported as lying in the future.
        ///   - options: as ``ValidationOptions/checked()`` returned them.
        public init(
            source: String, preset: String? = nil, now: Timestamp, options: ValidationOptions = .standard
        ) {
            self.source = source
            self.preset = preset
            self.now = now
            self.options = options
            latestPlausible = now + .seconds(options.futureToleranceSeconds)
            kinds = KindTracker(earliestPlausible: options.earliestPlausible)
            people = PeopleTracker(options: options)
            items = ItemTracker(limit: options.trackedItems)
            sessions = SessionTracker(limit: options.trackedSessions)
            orders = DistinctCounter(limit: options.trackedSessions)
            duplicates = DuplicateTracker(limit: options.trackedEvents)
            purchases = PurchaseTracker(
                limit: options.trackedPurchases, orderLimit: options.trackedSessions)
            issues = IssueTracker(examplesPerCode: options.examplesPerCode)
        }

        /// Takes in the next rows of the source.
        public mutating func add(_ batch: borrowing IntakeBatch) {
            rows.read += batch.rows
            rows.rejected += batch.rejects.count
            rows.warnings += batch.warnings.count
            rows.setAside += batch.setAside.count
            rows.skipped.merge(batch.skipped, uniquingKeysWith: +)
            for row in batch.rejects { issues.observe(row.issue, as: .rejected) }
            for row in batch.setAside { issues.observe(row.issue, as: .setAside) }
            for warning in batch.warnings { issues.observe(warning, as: .warned) }
            records.items += batch.items.count
            for item in batch.items { items.observe(item) }
            records.shoppers += batch.shoppers.count
            for shopper in batch.shoppers { people.observe(shopper) }
            for index in batch.events.indices { add(batch.events[index]) }
        }

        /// Takes in one event; for logs that do not come from rows, such as a simulator's.
        public mutating func add(_ event: borrowing Event) {
            records.events += 1
            let hashes = EventHashes(event)
            let plausibility = plausibility(of: event.time)
            kinds.observe(event.kind, at: event.time, plausibility)
            missing.observe(event)
            duplicates.observe(event, hashes)
            if let item = event.item { items.observe(event.kind, of: item, hash: hashes.item) }
            if hashes.session != 0 { sessions.observe(hashes.session, at: event.time) }
            if hashes.order != 0 { orders.insert(hashes.order) }
            let isNewOrder = purchases.observe(event, hashes)
            people.observe(event, hashes, plausibility, isNewOrder: isNewOrder)
            if let quantity = event.quantity { quantities.add(quantity, of: event) }
            if let price = event.price { money.observe(event, price: price) }
        }

        private func plausibility(of time: Timestamp) -> TimePlausibility {
            if time < options.earliestPlausible { return .early }
            return time > latestPlausible ? .future : .plausible
        }

        /// The report on all that was added. O(items + people + purchase lines log purchase lines).
        public consuming func finish() -> ValidationReport {
            rows.accepted = rows.read - rows.rejected - rows.setAside - rows.skipped.values.reduce(0, +)
            let cut = people.sessions()
            let (reversals, lines, repeatLines) = purchases.finish()
            let buyers = people.buyers
            let times = kinds.times
            var orphans = items.orphans
            if records.shoppers > 0 {
                let unknown = people.unknownShoppers
                orphans.hasShopperTable = true
                (orphans.eventsOfUnknownShoppers, orphans.unknownShoppers) = (unknown.events, unknown.shoppers)
            }
            var report = ValidationReport(
                source: source, preset: preset, validatedAt: now, verdict: .ready, findings: [], rows: rows,
                records: records,
                distinct: DistinctCounts(
                    shoppers: people.shoppers, visitors: people.visitorTally, items: items.tally,
                    sessions: sessions.tally, orders: orders.tally),
                kinds: kinds.kinds, activity: kinds.activity, clock: kinds.clock, times: times,
                duplicates: duplicates.result, missing: missing.fields, orphans: orphans, bots: people.bots,
                reversals: reversals, quantities: quantities.profile, currencies: money.profiles,
                gate: Self.gate(impressions: kinds.count(.impression), clicks: kinds.count(.click)),
                funnel: Self.funnel(events: kinds.count, people: people.count(of:)),
                popularity: items.popularity,
                repeatBuying: RepeatBuying(
                    buyers: buyers.all, repeatBuyers: buyers.repeating, orders: buyers.orders, lines: lines,
                    repeatLines: repeatLines),
                eventsPerShopper: people.eventsPerShopper,
                // Named sessions are believed when most events have one.
                sessions: 2 * sessions.events > records.events
                    ? sessions.profile(gapMinutes: options.sessionGapMinutes, hasTimes: times.isGiven) : cut,
                issues: issues.issues)
            report.judge(options, limits: limits)
            return report
        }

        /// The limits that were reached.
        private var limits: TrackingLimits {
            TrackingLimits(
                people: people.isOverflowing, items: items.isOverflowing, sessions: sessions.isOverflowing,
                orders: !purchases.isOrderCountComplete)
        }

        private static func gate(impressions: Int, clicks: Int) -> ExposureGate {
            let result: ExposureGate.Result =
                impressions == 0
                ? .notApplicable
                : clicks < impressions ? .passed : .failed
            return ExposureGate(result: result, impressions: impressions, clicks: clicks)
        }

        private static func funnel(events: (EventKind) -> Int, people: (EventKind) -> Int) -> [FunnelStage] {
            let stages: [EventKind] = [.impression, .click, .view, .cart, .checkout, .purchase]
            var result: [FunnelStage] = []
            for kind in stages where events(kind) > 0 {
                let count = Double(events(kind))
                result.append(
                    FunnelStage(
                        kind: kind, events: events(kind), people: people(kind),
                        fromPrevious: result.last.map { count / Double($0.events) },
                        fromFirst: result.first.map { count / Double($0.events) } ?? 1))
            }
            return result
        }
    }
}

/// Which of the builder's memories were too small for the source.
struct TrackingLimits {
    var people: Bool
    var items: Bool
    var sessions: Bool
    var orders: Bool
}
