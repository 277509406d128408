package import Commerce
package import Engine
import Foundation
import Synchronization

/// One line on standard error per stage of a job: on a terminal it fills up with rate and time left, elsewhere it
/// is written once, when the stage is done. Stages shorter than ``worthTelling`` leave no line behind.
package final class ProgressBar: Sendable {
    private struct State {
        var current: JobProgress?
        var started = ContinuousClock.now
        var drawn = ContinuousClock.now
    }

    private static let worthTelling = Duration.milliseconds(300)

    private let state = Mutex(State())
    private let language: Language
    private let isInteractive: Bool
    private let write: @Sendable (String) -> Void

    /// - Parameter write: where the lines go, as they are.
    package init(
        language: Language, isInteractive: Bool = Console.isInteractive,
        write: @escaping @Sendable (String) -> Void = Console.writeNote
    ) {
        self.language = language
        self.isInteractive = isInteractive
        self.write = write
    }

    /// What a job is given to report to.
    package var handler: ProgressHandler {
        { [self] in update($0) }
    }

    /// Completes the last stage's line.
    package func finish(hasFailed: Bool = false) {
        state.withLock { state in
            if let last = state.current { writeDone(last, after: .now - state.started, hasFailed: hasFailed) }
            state.current = nil
        }
    }

    /// Runs a job that reports to the bar, and completes the last stage's line whatever comes of it.
    package func follow<Result>(_ job: (_ progress: @escaping ProgressHandler) throws -> Result) rethrows -> Result {
        do {
            let result = try job(handler)
            finish()
            return result
        } catch {
            finish(hasFailed: true)
            throw error
        }
    }

    private func update(_ progress: JobProgress) {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.current, last.stage != progress.stage {
                writeDone(last, after: now - state.started)
                state.current = nil
            }
            if state.current == nil { state.started = now }
            let isFirst = state.current == nil
            state.current = progress
            guard isInteractive, isFirst || now - state.drawn > .milliseconds(100) else { return }
            state.drawn = now
            write("\r\u{1B}[2K" + line(progress, after: now - state.started, width: Console.width))
        }
    }

    private func writeDone(_ progress: JobProgress, after elapsed: Duration, hasFailed: Bool = false) {
        guard elapsed >= Self.worthTelling else {
            if isInteractive { write("\r\u{1B}[2K") }
            return
        }
        var text = "\(hasFailed ? "✗" : "✓") \(progress.stage.phrase(in: language).withoutControls)"
        if progress.completed > 0 {
            text += "  \(grouped(progress.completed)) \(progress.unit.phrase(in: language))"
        }
        text += "  \(short(elapsed))"
        if let note = progress.note { text += "  \(note)" }
        write((isInteractive ? "\r\u{1B}[2K" : "") + text + "\n")
    }

    /// The moving line: stage, bar, share, rate and time left, cut to the terminal.
    private func line(_ progress: JobProgress, after elapsed: Duration, width: Int) -> String {
        var text = "  \(progress.stage.phrase(in: language).withoutControls) "
        if let fraction = progress.fraction {
            let cells = 24
            let full = Int(min(1, max(0, fraction)) * Double(cells))
            text += String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
            text += " \(Int(fraction * 100))%"
        }
        let seconds = elapsed / .seconds(1)
        if seconds > 0.2, progress.completed > 0 {
            let rate = Int(Double(progress.completed) / seconds)
            text += "  \(grouped(rate)) \(progress.unit.phrase(in: language))/s"
            if let fraction = progress.fraction, fraction > 0.02 {
                text +=
                    "  \(short(.seconds(seconds / fraction * (1 - fraction)))) \(language == .chinese ? "剩余" : "left")"
            }
        }
        if let note = progress.note { text += "  \(note)" }
        return text.cut(toDisplayWidth: max(20, width - 1))
    }
}

/// `0.8 s`, `42 s`, `3 min 5 s`
package func short(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    if seconds < 10 { return String(format: "%.1f s", seconds) }
    if seconds < 60 { return "\(Int(seconds.rounded())) s" }
    return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
}
