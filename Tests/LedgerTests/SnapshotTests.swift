import Commerce
import Foundation
import Linear
import Testing

@testable import Ledger

@Suite("The snapshots of a shop")
struct SnapshotTests {
    private func draft(_ second: Int64 = 100, seed: Float = 1) throws -> SnapshotDraft {
        var draft = SnapshotDraft(
            created: at(second), application: "equipoise test", trainedFrom: at(1), trainedUntil: at(9), events: 12,
            shoppers: Vocabulary(["安", "line\nbreak", "\"quoted\\\"", "", "\u{0}\u{2028}", "null"]),
            items: Vocabulary(["a/b", "🛒"]))
        var arrays = ArrayBundle(metadata: ["note": "中"])
        arrays.store([seed, 2, 3, -0.5, 0, 7], shape: [2, 3], as: "factors")
        arrays.store([4, 5] as [Int32], as: "rows")
        try draft.add(
            SnapshotModel(
                name: "als", hyperparameters: ["factors": 3, "weighting": "bm25", "exact": true],
                metrics: ["ndcg@10": 0.0309]), arrays: arrays)
        try draft.add(SnapshotModel(name: "popularity"), arrays: ArrayBundle(metadata: ["k": "v"]))
        return draft
    }

    @Test("come back as they were saved, with any identifier")
    func roundTrip() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            let draft = try draft()
            let manifest = try store.save(draft)
            #expect(manifest.version == "1970-01-01T000140.000Z")
            let search = try store.latest()
            let snapshot = try #require(search.snapshot)
            #expect(search.refused.isEmpty)
            #expect(snapshot.manifest == manifest && snapshot.arrays == draft.arrays)
            #expect(snapshot.shoppers == draft.shoppers && snapshot.items == draft.items)
            #expect(snapshot.shoppers.identifiers.map(\.rawValue) == draft.shoppers.identifiers.map(\.rawValue))
            #expect(manifest.models == draft.models && manifest.events == 12 && manifest.shoppers == 6)
            #expect(
                Set(manifest.files.keys) == [
                    "shoppers.jsonl", "items.jsonl", "als.safetensors", "popularity.safetensors",
                ])
        }
    }

    @Test("are found newest first, and a saved one sorts last even if the clock went back")
    func versions() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            #expect(try store.versions() == [] && store.latest().snapshot == nil)
            try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
            try Data().write(to: store.folder.appendingPathComponent("9-notes.txt"))
            let saved = try [200, 200, 100, 300].map { try store.save(try draft($0)).version }
            #expect(
                saved == [
                    "1970-01-01T000320.000Z", "1970-01-01T000320.000Z~000001", "1970-01-01T000320.000Z~000002",
                    "1970-01-01T000500.000Z",
                ])
            #expect(try store.versions() == saved)
            #expect(try store.latest().snapshot?.manifest.version == saved.last)
            #expect(try store.load(saved[1]).manifest.created == at(200))
        }
    }

    @Test(
        "give way to the one before when any of their files is damaged",
        arguments: [
            "manifest.json", "manifest.sha256", "shoppers.jsonl", "items.jsonl", "als.safetensors",
            "popularity.safetensors",
        ])
    func damage(file: String) throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            let good = try store.save(try draft(100)).version
            let bad = try store.save(try draft(200, seed: 2)).version
            let path = store.folder.appendingPathComponent(bad).appendingPathComponent(file)
            let whole = try Data(contentsOf: path)
            var flipped = whole
            flipped[whole.count / 2] ^= 1
            for damaged in [flipped, whole.dropLast(), Data(), nil] {
                if let damaged { try damaged.write(to: path) } else { try FileManager.default.removeItem(at: path) }
                let search = try store.latest()
                #expect(search.snapshot?.manifest.version == good)
                #expect(search.refused.map(\.version) == [bad])
                #expect(search.refused.first?.reason.code == "snapshot.corrupt")
                let named = file == "manifest.sha256" ? "manifest" : file
                #expect(search.refused.first?.reason.message.contains("\(bad)/\(named)") == true)
            }
            try whole.write(to: path)
            #expect(try store.latest().snapshot?.manifest.version == bad)
        }
    }

    @Test("of a newer form, or under another's name, are refused")
    func forms() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            let version = try store.save(try draft()).version
            let place = store.folder.appendingPathComponent(version)
            try FileManager.default.copyItem(at: place, to: store.folder.appendingPathComponent("2999"))
            #expect(try code { _ = try store.load("2999") } == "snapshot.corrupt")
            let manifest = place.appendingPathComponent("manifest.json")
            let text = try String(contentsOf: manifest, encoding: .utf8)
            let newer = text.replacingOccurrences(of: "\"format\" : 1", with: "\"format\" : 2")
            #expect(newer != text)
            try Data(newer.utf8).write(to: manifest)
            #expect(try code { _ = try store.load(version) } == "snapshot.corrupt")
            let hash = try #require(try sha256(manifest))
            try Data("\(hash)  manifest.json\n".utf8).write(to: place.appendingPathComponent("manifest.sha256"))
            #expect(try code { _ = try store.load(version) } == "snapshot.newer")
            for name in ["", ".", "..", "../models/\(version)", "none"] {
                #expect(try code { _ = try store.load(name) } == "snapshot.missing")
            }
        }
    }

    @Test("are listed while another is being saved, whose folder comes and goes")
    func listingWhileSaving() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("listing-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (store, draft) = (SnapshotStore(dataFolder: folder), try draft())
        let saving = Task.detached {
            for _ in 0..<40 { _ = try store.save(draft) }
        }
        while try store.versions().count < 40 { await Task.yield() }
        try await saving.value
    }

    @Test("can be checked by sha256sum, which agrees on every hash")
    func hashes() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            let manifest = try store.save(try draft())
            let place = store.folder.appendingPathComponent(manifest.version)
            #expect(manifest.files.count == 4)
            for (name, file) in manifest.files {
                #expect(try sha256(place.appendingPathComponent(name)) == file.sha256)
            }
            let line = try String(contentsOf: place.appendingPathComponent("manifest.sha256"), encoding: .utf8)
            #expect(try line == "\(sha256(place.appendingPathComponent("manifest.json")) ?? "")  manifest.json\n")
        }
    }

    @Test("leave nothing behind when they cannot be saved")
    func unwritable() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            try Data().write(to: store.folder)
            #expect(try code { _ = try store.save(try draft()) } == "snapshot.unwritable")
            try FileManager.default.removeItem(at: store.folder)
        }
        let store = SnapshotStore(dataFolder: URL(fileURLWithPath: "/proc"))
        #expect(try code { _ = try store.save(try draft()) } == "snapshot.unwritable")
    }

    @Test("leave nothing behind when the disk is full")
    func fullDisk() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = SnapshotStore(dataFolder: folder)
        let good = try store.save(try draft()).version
        await #expect(processExitsWith: .exitCode(17)) { [path = folder.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit)
            var draft = try SnapshotTests().draft(200)
            var large = ArrayBundle()
            large.store([Float](repeating: 1, count: 10_000), as: "large")
            try draft.add(SnapshotModel(name: "large"), arrays: large)
            do {
                _ = try SnapshotStore(dataFolder: URL(fileURLWithPath: path)).save(draft)
            } catch let error as LedgerError where error.code == "snapshot.full" {
                exit(17)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder.path) == [good])
        #expect(try store.latest().snapshot?.manifest.version == good)
    }

    @Test("are pruned from the oldest on, with what crashes left behind")
    func pruning() throws {
        try withFolder { folder in
            let store = SnapshotStore(dataFolder: folder)
            let saved = try [100, 200, 300, 400].map { try store.save(try draft($0)).version }
            for name in [".removed-x", ".incoming-old", ".incoming-new"] {
                let leftover = store.folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(at: leftover, withIntermediateDirectories: false)
            }
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 0)],
                ofItemAtPath: store.folder.appendingPathComponent(".incoming-old").path)
            #expect(try store.prune(keeping: 2, sparing: [saved[0]]) == [saved[1]])
            #expect(try store.versions() == [saved[0], saved[2], saved[3]])
            let all = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
            #expect(Set(all) == [saved[0], saved[2], saved[3], ".incoming-new"])
            #expect(try store.prune(keeping: 9) == [])
        }
    }

    @Test("take only models that can name a file, and finite numbers", arguments: ["", "A", "a/b", "..", "als", "a b"])
    func names(name: String) throws {
        var draft = try draft()
        #expect(try code { try draft.add(SnapshotModel(name: name), arrays: ArrayBundle()) } == "snapshot.name")
        let wrong = SnapshotModel(name: "new", metrics: ["ndcg@10": .nan])
        #expect(try code { try draft.add(wrong, arrays: ArrayBundle()) } == "snapshot.metric")
        let odd = SnapshotModel(name: "new", hyperparameters: ["lambda": .number(.infinity)])
        #expect(try code { try draft.add(odd, arrays: ArrayBundle()) } == "snapshot.metric")
        try draft.add(SnapshotModel(name: "new-2"), arrays: ArrayBundle())
    }

    /// What `sha256sum` says, as an independent oracle.
    private func sha256(_ file: URL) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: " ").first.map(String.init)
    }
}
