import Dispatch
package import Engine
import Foundation

/// Turns the first Ctrl-C (or a polite kill) into a request to stop in good order; the second one kills.
package final class InterruptHandler {
    package let interruption = Interruption()
    private let sources: [any DispatchSourceSignal]

    package init() {
        let interruption = interruption
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if interruption.isRequested { exit(128 + number) }
                interruption.request()
                Console.note("\nstopping after the current batch; press Ctrl-C again to stop at once")
            }
            source.resume()
            return source
        }
    }

    /// Gives the signals back: from now on they are somebody else's to answer.
    package func release() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
