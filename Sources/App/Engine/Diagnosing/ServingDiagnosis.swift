import Commerce
import Explore
import Foundation
import Ledger

/// Whether a shop can be served as it lies there, and by whom it is.
public struct ServingDiagnosis: Sendable, Codable {
    /// The process that serves it or imports into it.
    public var process: Int?
    /// The models that propose, or would.
    public var snapshot: String?
    /// Decisions that were learned from for good, as kept for a restart.
    public var updates: Int?
    /// Free space where the ledger lies, in bytes, for those who are not root.
    public var freeBytes: Int
    /// Files that the process may have open, or this one could.
    public var openFiles: Int

    /// Less is trouble soon.
    private static let leastBytes = 256 << 20
    /// A connection takes one; see the setting `server.connections`.
    private static let leastFiles = 4096 + 64

    /// Writes nothing and keeps nobody waiting.
    init(ledger: SQLiteLedger, of shop: ShopFolder, problems: inout [String]) throws {
        process = ledger.holder
        freeBytes = Self.freeBytes(at: shop.url.path)
        openFiles = Self.openFiles(of: process)
        for secret in [shop.keys, shop.secret] { Self.check(secret, &problems) }
        do {
            _ = try ledger.setting(LiveDials.self, of: .dials)
            let kept = try ledger.setting(ServingSnapshot.self, of: .snapshot)
            snapshot = try LiveModels.serving(kept, of: shop).snapshot
            if let version = kept?.version, snapshot != version, kept?.newest == snapshot {
                problems.append("snapshot \(version) was to serve and cannot; promote another, or train again")
            }
            let checkpoint = try ledger.latestCheckpoint(of: LiveShop.lineage)
            if let checkpoint {
                let table = try ItemTable(LiveCatalogue(try ledger.items()).items)
                _ = try checkpoint.ranker(in: table, of: FeatureSchema(sources: LiveModels.schema))
                updates = checkpoint.updates
            }
        } catch let error as any Failure {
            problems.append("\(error.message); \(error.remedy ?? "serve the shop with the version that wrote it")")
        }
        if freeBytes < Self.leastBytes {
            problems.append(
                "\(freeBytes >> 20) MiB are free for the ledger; make room before nothing more can be stored")
        }
        if openFiles < Self.leastFiles {
            problems.append(
                "\(openFiles) files may be open; raise the limit to \(Self.leastFiles) (ulimit -n, LimitNOFILE), "
                    + "or set server.connections lower")
        }
    }

    /// Nobody but its owner may read it.
    private static func check(_ secret: URL, _ problems: inout [String]) {
        var found = stat()
        guard stat(secret.path, &found) == 0 else { return }
        if found.st_mode & 0o077 != 0 {
            problems.append("others may read \(secret.path); run `chmod 600 \(secret.path)`")
        }
        if access(secret.path, R_OK) != 0 {
            problems.append("\(secret.path) cannot be read; check whose it is")
        }
    }

    private static func freeBytes(at path: String) -> Int {
        var found = statvfs()
        guard statvfs(path, &found) == 0 else { return 0 }
        return Int(found.f_bavail) * Int(found.f_frsize)
    }

    /// Of another process what it may have now; of this one what it may raise its limit to, as a server does.
    private static func openFiles(of process: Int?) -> Int {
        let path = "/proc/\(process.map(String.init) ?? "self")/limits"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Max open files") })
        else { return .max }
        let numbers = line.split(separator: " ").compactMap { $0 == "unlimited" ? .max : Int($0) }
        return (process == nil ? numbers.last : numbers.first) ?? .max
    }
}
