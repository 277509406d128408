import Foundation
import Language
import Linear
import Tensor

/// Embeds the texts once for each line of the standard input, and says on the standard output how long it took: so that
/// `embedding.py` can let another library have its turn in between.
///
/// - Parameters:
///   - output: where the vectors go, as 32-bit numbers.
///   - bytes: whether the encoder is rounded to bytes first.
func embed(folder: URL, texts file: URL, to output: URL, bytes: Bool) throws {
    var encoder = try SentenceEncoder(folder: folder)
    if bytes { encoder = try encoder.quantised() }
    let texts = try read(file).map(\.text)
    let clock = ContinuousClock()
    _ = try encoder.embed(Array(texts.prefix(100)))
    say("{\"texts\": \(texts.count), \"threads\": \(Threads.count)}")
    while readLine() != nil {
        let (begin, processor) = (clock.now, processorSeconds())
        let vectors = try encoder.embed(texts)
        let seconds = (clock.now - begin) / .seconds(1)
        let busy = processorSeconds() - processor
        try vectors.values.withUnsafeBytes { try Data($0).write(to: output) }
        say("{\"seconds\": \(seconds), \"processor_s\": \(busy)}")
    }
}

/// A line on the standard output, at once.
private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

/// Of all cores together.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
