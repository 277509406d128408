import Foundation
import Intake
import Linear

extension SnapshotStore {
    /// The newest snapshot whose every file is what its manifest says.
    public func latest() throws -> SnapshotSearch {
        var refused: [RefusedSnapshot] = []
        for version in try versions().reversed() {
            do {
                return SnapshotSearch(snapshot: try load(version), refused: refused)
            } catch let reason as LedgerError {
                refused.append(RefusedSnapshot(version: version, reason: reason))
            }
        }
        return SnapshotSearch(snapshot: nil, refused: refused)
    }

    /// Reads one snapshot, checking every file's hash.
    ///
    /// - Throws: ``LedgerError`` `snapshot.corrupt` naming the file, `snapshot.newer` for a form that this program
    ///   does not know, `snapshot.missing`.
    public func load(_ version: String) throws -> Snapshot {
        let place = folder.appendingPathComponent(version, isDirectory: true)
        guard SnapshotVersion.isVersion(version), !version.contains("/"),
            FileManager.default.fileExists(atPath: place.path)
        else {
            throw LedgerError(
                code: "snapshot.missing", message: "there is no snapshot '\(version)' in \(folder.path)",
                remedy: "train a model first: `equipoise train --data DIR`")
        }
        let manifest = try readManifest(in: place, version)
        let shoppers = try read(Self.shopperFile, of: manifest, in: place)
        let items = try read(Self.itemFile, of: manifest, in: place)
        var snapshot = Snapshot(
            manifest: manifest, arrays: [:],
            shoppers: try NameFile.vocabulary(shoppers, file: "\(version)/\(Self.shopperFile)"),
            items: try NameFile.vocabulary(items, file: "\(version)/\(Self.itemFile)"))
        for model in manifest.models {
            let data = try read(model.file, of: manifest, in: place)
            do {
                snapshot.arrays[model.name] = try ArrayBundle(safetensors: data)
            } catch {
                throw LedgerError.corrupt("\(version)/\(model.file) is not a safetensors file", cause: error)
            }
        }
        return snapshot
    }

    private func readManifest(in place: URL, _ version: String) throws -> SnapshotManifest {
        let data = try contents(Self.manifestFile, in: place)
        let line = try contents(Self.checksumFile, in: place)
        guard line == Data(Self.checksumLine(of: data).utf8) else {
            throw LedgerError.corrupt("\(version)/\(Self.manifestFile) has changed since it was written")
        }
        let manifest: SnapshotManifest
        do {
            let form = try JSONDecoder().decode(Form.self, from: data)
            guard form.format <= SnapshotManifest.newestFormat else {
                throw LedgerError(
                    code: "snapshot.newer",
                    message: "snapshot '\(version)' has format \(form.format); this program reads formats up to "
                        + "\(SnapshotManifest.newestFormat)",
                    remedy: "use a newer Equipoise, or train again")
            }
            manifest = try JSONDecoder().decode(SnapshotManifest.self, from: data)
        } catch let error as DecodingError {
            throw LedgerError.corrupt("\(version)/\(Self.manifestFile) is not a manifest", cause: error)
        }
        guard manifest.version == version else {
            throw LedgerError.corrupt("the folder \(version) holds snapshot '\(manifest.version)'")
        }
        return manifest
    }

    /// The part of a manifest that every form has.
    private struct Form: Decodable {
        var format: Int
    }

    /// A file's bytes, after their hash was checked: the very bytes that are then used.
    private func read(_ name: String, of manifest: SnapshotManifest, in place: URL) throws -> Data {
        guard !name.contains("/"), let expected = manifest.files[name] else {
            throw LedgerError.corrupt("\(manifest.version)/\(Self.manifestFile) does not list \(name)")
        }
        let data = try contents(name, in: place)
        guard data.count == expected.bytes, ContentHash(of: data).hexadecimal == expected.sha256 else {
            throw LedgerError.corrupt("\(manifest.version)/\(name) has changed since it was written")
        }
        return data
    }

    private func contents(_ name: String, in place: URL) throws -> Data {
        do {
            return try Data(contentsOf: place.appendingPathComponent(name))
        } catch {
            throw LedgerError.corrupt("\(place.lastPathComponent)/\(name) cannot be read", cause: error)
        }
    }
}
