public import Foundation
public import Simulator

/// Writes the log of a simulated shop as files, as a real shop would export them.
public struct SimulationJob: Sendable {
    public var configuration: ShopConfiguration
    public var seed: UInt64

    public init(configuration: ShopConfiguration = .demo, seed: UInt64) {
        self.configuration = configuration
        self.seed = seed
    }

    /// The files, in the order in which to import them.
    ///
    /// - Throws: `SimulatorError` when the configuration or the folder does not serve.
    public func run(into folder: URL, progress: @escaping ProgressHandler = { _ in }) throws -> [URL] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let shop = try Shop(configuration, seed: seed)
        var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
        let log = SimulatedLog(in: folder)
        var days = 0
        _ = try log.write(&simulation) { _ in
            days += 1
            progress(JobProgress(.simulating, completed: days, of: configuration.days, .days))
        }
        return [log.items, log.shoppers, log.events]
    }
}
