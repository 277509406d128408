import Commerce
import Engine
import HTTPTypes
import Hummingbird
import Logging

/// The line of a request in the log: its route and not its path, its holder's name and not the key, a pseudonym and not
/// the shopper. Queries, headers and bodies are never told.
struct RequestLog: Sendable {
    /// By the name of the shop.
    let secrets: [String: ShopSecret]

    /// Requests that took longer are told though nothing was wrong with them.
    private static let slow = 1.0

    /// At `debug`; at `notice` what the server failed at, and what took over a second.
    func answered(_ request: Request, _ context: ServerContext, status: Int, seconds: Double) {
        let level: Logger.Level = status >= 500 || seconds > Self.slow ? .notice : .debug
        guard level >= context.logger.logLevel else { return }
        var facts: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
            "status": .stringConvertible(status),
            "milliseconds": .stringConvertible((seconds * 1e5).rounded() / 100),
        ]
        if let asker = context.asked.asker {
            facts["shop"] = "\(asker.shop.name)"
            facts["key"] = "\(asker.caller.name)"
            if let person = context.asked.person, let secret = secrets[asker.shop.name] {
                facts["person"] = "\(secret.name(of: person, for: .logs))"
            }
        }
        context.logger.log(level: level, "request", metadata: facts)
    }

    /// What the server failed at: what an operator can look for, and nothing that somebody sent.
    func failed(_ error: any Error, _ context: ServerContext) {
        var facts: Logger.Metadata = ["route": "\(context.endpointPath ?? "none")"]
        if let failure = error as? any Failure {
            facts["code"] = "\(failure.code)"
            // Its message may name what was sent; that of its cause is the system's.
            if let cause = failure.cause { facts["cause"] = "\(cause)" }
        } else {
            facts["error"] = "\(String(reflecting: type(of: error)))"
        }
        context.logger.error("request failed", metadata: facts)
    }
}
