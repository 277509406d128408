import Foundation

/// What a model takes on the disk.
enum ModelFiles {
    /// Bytes of the safetensors files of a folder.
    ///
    /// - Throws: what listing the folder throws.
    static func weightBytes(in folder: URL) throws -> Int {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "safetensors" }
            .reduce(0) { sum, file in
                // Through links, as a folder of a download cache has them.
                sum + (try file.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
            }
    }
}
