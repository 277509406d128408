/// Where reading begins: a file, the preset that knows its layout, and the place to start from.
public enum IntakeSource {
    /// Opens a file.
    ///
    /// ```swift
    /// var reader = try IntakeSource.open("orders.csv.gz", preset: "online-retail")
    /// while let batch = try reader.nextBatch(limit: 10_000) { ... }
    /// ```
    ///
    /// - Parameters:
    ///   - path: plain or gzip, told apart by content.
    ///   - name: a ``Preset``'s name.
    ///   - position: a batch's ``IntakeBatch/end``; what comes after is read, nothing twice. The header is read
    ///     again; a gzip file is decompressed again up to there.
    /// - Throws: ``IntakeError``: `preset.unknown`, `file.missing`, `file.unreadable`, `file.folder`, `file.format`,
    ///   `file.empty`, `columns.missing`, `columns.duplicate`, `header.unreadable`, `map.invalid`, `map.column`,
    ///   `currency.needed`, `resume.beyond-end`, and the codes of damaged gzip.
    public static func open(
        _ path: String, preset name: String, options: IntakeOptions = IntakeOptions(),
        startingAt position: SourcePosition = .start
    ) throws -> IntakeReader {
        try open(path, preset: name, options: options, startingAt: position) { () throws(StreamFault) in
            try SourceFile(path: path)
        }
    }

    /// Opens bytes in memory as if they were a file.
    ///
    /// - Parameter description: stands for the path in messages.
    /// - Throws: as ``open(_:preset:options:startingAt:)``.
    public static func open(
        bytes: [UInt8], as description: String, preset name: String, options: IntakeOptions = IntakeOptions()
    ) throws -> IntakeReader {
        try open(description, preset: name, options: options, startingAt: .start) { () throws(StreamFault) in
            SourceFile(bytes: bytes)
        }
    }

    private static func open(
        _ path: String, preset name: String, options: IntakeOptions, startingAt position: SourcePosition,
        file: () throws(StreamFault) -> SourceFile
    ) throws -> IntakeReader {
        let preset = try Preset.named(name)
        try options.validate()
        do {
            let stream = try ByteStream(file: try file(), blockSize: options.blockSize, textLimit: options.textLimit)
            let window = try ByteWindow(over: stream, blockSize: options.blockSize)
            guard window.count > 0 else {
                throw StreamFault(
                    code: "file.empty", message: "is empty",
                    remedy: "check that the export that wrote it was complete")
            }
            var opening = SourceOpening(path: path, preset: preset, options: options, window: window)
            return try opening.reader(from: position)
        } catch let fault as StreamFault {
            throw IntakeError(fault, file: path)
        }
    }
}
