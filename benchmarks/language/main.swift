import Foundation
import Language

/// Encodes texts for `parity.py`, trains vocabularies for `training.py`, embeds for `embedding.py`, pretrains for
/// `pretraining.py`, and says how long that took.
///
/// TEXTS holds, for each text, its length in bytes as a little-endian 32-bit number and its bytes, and then the same
/// for its pair, with 1 added to the length and 0 for none. OUT gets, for each, the number of tokens and then their
/// ids, types, starts, ends and words.
let arguments = CommandLine.arguments
let needed = ["encode": 7, "train": 6, "copy": 4, "embed": 6, "compress": 6, "pretrain": 9]
guard arguments.count > 1, let count = needed[arguments[1]], arguments.count == count else {
    print(
        "usage: language-benchmarks encode FOLDER TEXTS OUT RUNS THREADS | train TEXTS OUT SIZE LIMIT | copy FOLDER OUT"
            + " | embed FOLDER TEXTS OUT floats|bytes"
            + " | compress FOLDER TEXTS WORK EPOCHS"
            + " | pretrain LAYERS WIDTH VOCABULARY TEXTS LENGTH STEPS DROPOUT"
    )
    exit(64)
}
switch arguments[1] {
case "encode":
    try encode(
        folder: URL(fileURLWithPath: arguments[2]), texts: URL(fileURLWithPath: arguments[3]),
        to: URL(fileURLWithPath: arguments[4]), runs: Int(arguments[5]) ?? 1, threads: Int(arguments[6]) ?? 1)
case "train":
    try train(
        texts: URL(fileURLWithPath: arguments[2]), to: URL(fileURLWithPath: arguments[3]), size: Int(arguments[4]) ?? 0,
        alphabet: Int(arguments[5]) ?? 0)
case "compress":
    try compress(
        folder: URL(fileURLWithPath: arguments[2]), texts: URL(fileURLWithPath: arguments[3]),
        work: URL(fileURLWithPath: arguments[4]), epochs: Int(arguments[5]) ?? 1)
case "embed":
    try embed(
        folder: URL(fileURLWithPath: arguments[2]), texts: URL(fileURLWithPath: arguments[3]),
        to: URL(fileURLWithPath: arguments[4]), bytes: arguments[5] == "bytes")
case "copy":
    try TokenizerFiles.load(URL(fileURLWithPath: arguments[2])).save(to: URL(fileURLWithPath: arguments[3]))
case "pretrain":
    let numbers = arguments[2...7].compactMap { Int($0) }
    try pretrain(
        layers: numbers[0], width: numbers[1], vocabulary: numbers[2], texts: numbers[3], length: numbers[4],
        steps: numbers[5], dropout: Double(arguments[8]) ?? 0)
default:
    print("unknown command \(arguments[1])")
    exit(64)
}
