import Foundation
import Testing

/// `equipoise language` becomes the program beside it.
@Suite("Handing over to the language commands")
struct HandOverTests {
    @Test("help comes from that program, however it is asked for, under the name that was typed")
    func help() throws {
        let whole = try CommandRunner.run(["language", "--help"])
        #expect(whole.status == 0 && whole.output.contains("USAGE: equipoise language <subcommand>"))
        #expect(whole.output.contains("embed") && whole.output.contains("serve-check"))
        for arguments in [["language"], ["help", "language"], ["language", "help"]] {
            #expect(try CommandRunner.run(arguments).output == whole.output, "\(arguments)")
        }
        let embed = try CommandRunner.run(["language", "embed", "--help"])
        #expect(embed.status == 0 && embed.output.contains("USAGE: equipoise language embed [--model <folder>]"))
        #expect(try CommandRunner.run(["help", "language", "embed"]).output == embed.output)
        #expect(try CommandRunner.run(["help"]).output.contains("language  "))
    }

    @Test("its exit status and its errors are the command's")
    func status() throws {
        let unknown = try CommandRunner.run(["language", "nonsense"])
        #expect(unknown.status == 64 && unknown.output.isEmpty && unknown.errors.contains("equipoise language --help"))
        let missing = try CommandRunner.run(["language", "embed", "--text", "--", "x"])
        #expect(missing.status == 64 && missing.errors.contains("equipoise language embed --help"))
        #expect(try CommandRunner.run(["language", "--version"]).output == CommandRunner.run(["--version"]).output)
    }

    @Test("a signal to the command is a signal to that program")
    func signals() throws {
        let folder = try TemporaryFolder()
        // Nobody writes to it: whoever reads it waits.
        let pipe = folder.path("texts.csv")
        try #require(mkfifo(pipe, 0o600) == 0)
        let process = Process()
        process.executableURL = CommandRunner.executable
        process.arguments = LanguageFixture.embed(pipe, to: folder.path("out.safetensors"))
        try process.run()
        let link = "/proc/\(process.processIdentifier)/exe"
        let deadline = ContinuousClock.now + .seconds(60)
        func isHandedOver() -> Bool {
            // The link leads nowhere for a moment while the process becomes another.
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
            return program?.hasSuffix("/equipoise-language") == true
        }
        while !isHandedOver(), .now < deadline { usleep(10_000) }
        #expect(isHandedOver())
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["texts.csv"])
    }

    @Test("where no model is named, the environment's is taken, then the one that setup fetched, or a remedy is given")
    func model() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("texts.csv", "text\na red dress\n")
        let arguments = ["language", "embed", "--input", "texts.csv", "--text", "text", "--output", "out.safetensors"]
        func run(_ encoder: String) throws -> CommandRunner.Result {
            try CommandRunner.run(arguments, in: folder.url, environment: ["EQUIPOISE_ENCODER": encoder])
        }
        let none = try run("")
        #expect(none.status == 1 && none.errors.contains("scripts/setup --encoder"), "\(none.errors)")
        let wrong = try run(folder.path("nowhere"))
        #expect(wrong.status == 1 && wrong.errors.contains("nowhere"), "\(wrong.errors)")
        #expect(try run(LanguageFixture.folder("bert").path).status == 0)
        #expect(try LanguageFixture.metadata(folder.path("out.safetensors"))["model"] == "bert")
        let usual = folder.url.appending(path: ".deps/encoder")
        try FileManager.default.createDirectory(at: usual, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: LanguageFixture.folder("bert"), to: usual.appending(path: "all-MiniLM-L6-v2"))
        #expect(try run("").status == 0)
        #expect(try LanguageFixture.metadata(folder.path("out.safetensors"))["model"] == "all-MiniLM-L6-v2")
    }
}
