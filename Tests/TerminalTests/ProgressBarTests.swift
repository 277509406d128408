import Commerce
import Engine
import Synchronization
import Testing

@testable import Terminal

@Suite("Progress")
struct ProgressBarTests {
    private final class Lines: Sendable {
        let text = Mutex("")
        func add(_ more: String) { text.withLock { $0 += more } }
        var all: String { text.withLock { $0 } }
    }

    @Test("elsewhere than on a terminal, a stage that took a while leaves one line, a short one none")
    func lines() throws {
        let lines = Lines()
        let bar = ProgressBar(language: .english, isInteractive: false) { lines.add($0) }
        bar.follow { progress in
            progress(JobProgress(.reading, completed: 3, .rows))
            progress(JobProgress(.embedding, completed: 1, of: 2_000, .texts))
            progress(JobProgress(.embedding, completed: 2_000, of: 2_000, .texts))
            pause()
        }
        #expect(lines.all.wholeMatch(of: /✓ Embedding texts  2,000 texts  \d\.\d s\n/) != nil, "\(lines.all)")
    }

    @Test("a stage that failed says so, in Chinese where that was asked for")
    func failure() {
        struct Refused: Error {}
        let lines = Lines()
        let bar = ProgressBar(language: .chinese, isInteractive: false) { lines.add($0) }
        #expect(throws: Refused.self) {
            try bar.follow { progress in
                progress(JobProgress(.embedding, completed: 7, of: 9, .texts))
                pause()
                throw Refused()
            }
        }
        #expect(lines.all.hasPrefix("✗ 计算文本向量  7 条文本  "), "\(lines.all)")
    }

    @Test("what a job says of itself stands behind the counts")
    func note() {
        let lines = Lines()
        let bar = ProgressBar(language: .english, isInteractive: true) { lines.add($0) }
        bar.follow { progress in
            progress(JobProgress(.training, completed: 1, of: 2, .steps, note: "loss 0.5"))
            pause()
            progress(JobProgress(.training, completed: 2, of: 2, .steps, note: "loss 0.25"))
        }
        #expect(lines.all.contains("50%  loss 0.5") && lines.all.hasSuffix(" s  loss 0.25\n"), "\(lines.all)")
    }

    @Test("on a terminal the line fills up, shows no control characters, and is wiped when it was short")
    func moving() {
        let lines = Lines()
        let bar = ProgressBar(language: .english, isInteractive: true) { lines.add($0) }
        bar.follow { $0(JobProgress(.judging(file: "a\u{1B}b"), completed: 1, of: 4, .rows)) }
        #expect(lines.all.hasPrefix("\r\u{1B}[2K  Reading a␛b ██████░░░░░░░░░░░░░░░░░░ 25%"), "\(lines.all)")
        #expect(lines.all.hasSuffix("\r\u{1B}[2K"))
    }

    /// As long as a stage must take to be worth telling.
    private func pause() {
        let end = ContinuousClock.now + .milliseconds(310)
        while .now < end {}
    }
}
