import CZlib

/// Decompresses one gzip stream of one or more members.
///
/// The pointers that zlib holds between calls (`next_in`, `next_out`) are set anew inside every call and never
/// outlive it.
@safe
final class GzipInflater {
    enum Outcome: Equatable {
        /// More input is wanted, or the output is full.
        case running
        /// A member ended and its check sum agrees.
        case memberEnded
        /// The data are not what the format allows.
        case corrupt(String)
    }

    private var stream = unsafe z_stream()

    init() throws(StreamFault) {
        // 15 bits of window, plus 16: a gzip header and no other.
        let status = unsafe inflateInit2_(
            &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw StreamFault(
                code: "gzip.memory", message: "cannot be decompressed: zlib has no memory",
                remedy: "free some memory and try again")
        }
    }

    deinit { unsafe inflateEnd(&stream) }

    /// Decompresses from `input[inputRange]` into `output[outputRange]`.
    ///
    /// - Returns: how much of each was used, and the state afterwards.
    func inflate(
        _ input: [UInt8], _ inputRange: Range<Int>, into output: inout [UInt8], _ outputRange: Range<Int>
    ) -> (consumed: Int, produced: Int, outcome: Outcome) {
        precondition(inputRange.upperBound <= input.count && outputRange.upperBound <= output.count)
        let status = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // zlib's interface lacks const here; it only reads.
                unsafe stream.next_in = UnsafeMutablePointer(
                    mutating: source.baseAddress! + inputRange.lowerBound)
                unsafe stream.avail_in = UInt32(inputRange.count)
                unsafe stream.next_out = target.baseAddress! + outputRange.lowerBound
                unsafe stream.avail_out = UInt32(outputRange.count)
                return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            }
        }
        let consumed = unsafe inputRange.count - Int(stream.avail_in)
        let produced = unsafe outputRange.count - Int(stream.avail_out)
        switch status {
        case Z_OK, Z_BUF_ERROR: return (consumed, produced, .running)
        case Z_STREAM_END: return (consumed, produced, .memberEnded)
        default:
            let reason = unsafe stream.msg.map { unsafe String(cString: $0) }
            return (consumed, produced, .corrupt(reason ?? "zlib status \(status)"))
        }
    }

    /// Makes ready for the next member.
    func restart() { unsafe inflateReset(&stream) }
}
