import CZlib

/// Compresses one gzip stream, piece by piece, in constant memory.
///
/// Not for use by two tasks at once: it holds the state of one stream. The pointers that zlib holds between calls are set
/// anew inside every call and never outlive it.
@safe
public final class GzipDeflater {
    private var stream = unsafe z_stream()

    /// - Parameter level: from 1, the fastest, to 9, the smallest.
    public init(level: Int = 4) {
        // 15 bits of window, plus 16: a gzip header. zlib's usual memory level is 8.
        let status = unsafe deflateInit2_(
            &stream, Int32(min(max(level, 1), 9)), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        // It fails for want of 256 KB of memory, which the program could not survive either.
        precondition(status == Z_OK, "zlib cannot compress")
    }

    deinit { unsafe deflateEnd(&stream) }

    /// What is to be sent for `input`, which may be nothing yet.
    ///
    /// - Parameter isLast: ends the stream; nothing may follow.
    public func deflate(_ input: [UInt8], isLast: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 15)
        unsafe input.withUnsafeBufferPointer { source in
            // zlib's interface lacks const here; it only reads.
            unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.avail_in = UInt32(source.count)
            var isFull = true
            while isFull {
                let room = block.count
                let left = unsafe block.withUnsafeMutableBufferPointer { target in
                    unsafe stream.next_out = target.baseAddress
                    unsafe stream.avail_out = UInt32(room)
                    _ = unsafe CZlib.deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return unsafe Int(stream.avail_out)
                }
                output += block[..<(room - left)]
                isFull = left == 0
            }
            unsafe stream.next_in = nil
        }
        return output
    }
}
