import Commerce
import Foundation
import Language
import Tensor

/// Times steps of masked language modelling on random texts of one length, for `pretraining.py`.
func pretrain(layers: Int, width: Int, vocabulary size: Int, texts: Int, length: Int, steps: Int, dropout: Double)
    throws
{
    // One token for each ideograph, and the roles before them.
    let letters = (0..<size - 5).compactMap { Unicode.Scalar(0x4E00 + UInt32($0)).map(String.init) }
    let tokenizer = try WordPieceTokenizer(
        vocabulary: TokenVocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters))
    var generator = SeededGenerator(seed: 1)
    let model = try MaskedLanguageModel(
        tokenizer: tokenizer,
        configuration: EncoderConfiguration(
            vocabularySize: size, width: width, layers: layers, heads: width / 64, dropout: dropout, positions: length),
        using: &generator)
    let lines = (0..<texts * steps).map { _ in
        (0..<length - 2).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }.joined()
    }
    let corpus = try MaskedCorpus(lines, tokenizer: tokenizer, maximumLength: length)
    var pretraining = try Pretraining()
    pretraining.options.epochs = 1
    pretraining.options.batchSize = texts
    let clock = ContinuousClock()
    /// Milliseconds of all threads, which say more than the clock where others use the machine too.
    func busy() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
    var (last, lastBusy, loss) = (clock.now, busy(), 0.0)
    var (times, busyTimes) = ([Double](), [Double]())
    try pretraining.run(model, corpus) { event in
        guard case .step(_, let progress) = event else { return }
        let (now, nowBusy) = (clock.now, busy())
        busyTimes.append(nowBusy - lastBusy)
        times.append((now - last) / .milliseconds(1))
        loss = progress.loss ?? 0
        (last, lastBusy) = (now, nowBusy)
    }
    func median(_ times: [Double]) -> Double {
        let steady = times.dropFirst(min(3, steps - 1)).sorted()
        return steady[steady.count / 2]
    }
    print(
        "{\"median_ms\": \(median(times)), \"median_cpu_ms\": \(median(busyTimes)), \"loss\": \(loss), "
            + "\"threads\": \(Threads.count)}")
}
