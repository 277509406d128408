import Commerce
public import Foundation

/// Writes a simulated shop as files that `equipoise import --preset jsonl` reads: `items.jsonl`, `shoppers.jsonl` and
/// `events.jsonl`, UTF-8, one object a line, events in order of time.
///
/// ```swift
/// var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
/// let written = try SimulatedLog(in: folder).write(&simulation) { day in ... }
/// ```
public struct SimulatedLog: Sendable {
    /// What was written.
    public struct Summary: Sendable, Hashable {
        /// Lines of `items.jsonl`.
        public var items = 0
        /// Lines of `shoppers.jsonl`.
        public var shoppers = 0
        /// Lines of `events.jsonl`.
        public var events = 0
        /// Visits that began in the period.
        public var visits = 0
        /// Of all three files.
        public var bytes = 0
    }

    /// The goods, as on the first day.
    public let items: URL
    /// The people, with country, language and segment.
    public let shoppers: URL
    /// What happened, in order of time.
    public let events: URL

    /// - Parameter folder: must exist; files of the same names are replaced.
    public init(in folder: URL) {
        items = folder.appendingPathComponent("items.jsonl")
        shoppers = folder.appendingPathComponent("shoppers.jsonl")
        events = folder.appendingPathComponent("events.jsonl")
    }

    /// Runs what is left of a simulation and writes it, in memory that holds one day.
    ///
    /// Each file is made under a temporary name and gets its own when it is whole, so that no reader takes half a log
    /// for a whole one.
    /// - Parameter progress: called after each day.
    /// - Throws: ``SimulatorError`` `simulator.unwritable` when a file cannot be made or written.
    public func write<Front>(
        _ simulation: inout Simulation<Front>, progress: (SimulatedDay) throws -> Void = { _ in }
    ) throws -> Summary {
        let shop = simulation.shop
        var summary = Summary()
        var lines = LogLines(of: shop)
        var file = try LineFile(at: items)
        for item in shop.catalogue.listing { lines.append(item) }
        try file.write(&lines)
        summary.bytes += try file.finish()
        summary.items = shop.catalogue.count

        file = try LineFile(at: shoppers)
        for person in shop.people { lines.append(person) }
        try file.write(&lines)
        summary.bytes += try file.finish()
        summary.shoppers = shop.people.count

        file = try LineFile(at: events)
        while let day = simulation.nextDay() {
            for event in day.events {
                lines.append(event)
                if lines.json.bytes.count >= Self.chunk { try file.write(&lines) }
            }
            try file.write(&lines)
            summary.events += day.events.count
            summary.visits += day.visits
            try progress(day)
        }
        summary.bytes += try file.finish()
        return summary
    }

    private static let chunk = 1 << 20
}

/// A file that comes into being whole or not at all.
private struct LineFile {
    private let final: URL
    private let temporary: URL
    private let handle: FileHandle
    private var size = 0

    init(at final: URL) throws {
        self.final = final
        temporary = final.appendingPathExtension("part")
        do {
            try Data().write(to: temporary)
            handle = try FileHandle(forWritingTo: temporary)
        } catch {
            throw Self.unwritable(final, error)
        }
    }

    mutating func write(_ lines: inout LogLines) throws {
        do { try handle.write(contentsOf: lines.json.bytes) } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw Self.unwritable(final, error)
        }
        size += lines.json.bytes.count
        lines.clear()
    }

    /// The number of bytes.
    func finish() throws -> Int {
        do {
            try handle.synchronize()
            try handle.close()
            guard rename(temporary.path, final.path) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        } catch {
            throw Self.unwritable(final, error)
        }
        return size
    }

    private static func unwritable(_ file: URL, _ cause: any Error) -> SimulatorError {
        SimulatorError(
            code: "simulator.unwritable", message: "cannot write \(file.path)",
            remedy: "check that the folder exists, may be written to and has room", cause: cause)
    }
}
