public import Commerce
public import Intake

/// Takes sources in, batch by batch: what is acknowledged is committed, and nothing is taken in twice.
///
/// **Events without an id of their own.** The ledger holds of every content as many copies as the import that had
/// most of it (a union of multisets). So the same file under another name adds nothing, the overlap of two files
/// counts once, and true repeats inside one file are kept; the order of imports does not matter, nor whether they
/// were interrupted. The price: an event that truly happened twice in one millisecond with every field alike, and
/// stands once in each of two files, counts once.
///
/// **Events with an id.** The first with that id, among imports of one ``ImportSource/origin``, stands. A later one
/// of the same content is *known*, of another content *contradicted*; neither is added.
public protocol ImportStore: Sendable {
    /// Says whether this content is new, interrupted or already there, and records it when new.
    ///
    /// - Throws: ``LedgerError`` `import.settings` when the content was taken in with other settings (its
    ///   events would stand there twice, in two forms), `ledger.busy` when another process is importing.
    func beginImport(_ source: ImportSource, at time: Timestamp) throws -> ImportStart

    /// Commits a batch and the place after it, all or nothing.
    ///
    /// - Throws: ``LedgerError`` `import.unknown`, `import.finished`; `import.position` when the batch does not
    ///   follow the last one; `event.invalid` for a number that is not finite; `ledger.full` and its like, and
    ///   then nothing of the batch is there.
    @discardableResult
    func append(_ batch: IntakeBatch, to id: ImportID) throws -> ImportCounts

    /// Closes an import whose source was read to its end.
    @discardableResult
    func finishImport(_ id: ImportID, at time: Timestamp) throws -> ImportRecord

    /// All imports, oldest first.
    func imports() throws -> [ImportRecord]
}
