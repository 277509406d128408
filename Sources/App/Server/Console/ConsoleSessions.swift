import Commerce
import Foundation
import Synchronization

/// Who is logged in to the console.
final class ConsoleSessions: Sendable {
    struct Session: Sendable {
        let asker: Asker
        /// Forms carry it, so that no other site's page can send them.
        let token: String
        let expires: Timestamp
    }

    static let cookie = "equipoise"
    private static let life = Duration.hours(12)
    private static let most = 1_000

    private let time: any TimeSource
    private let sessions = Mutex<[String: Session]>([:])

    init(time: any TimeSource) { self.time = time }

    /// - Returns: the value of the cookie.
    func begin(_ asker: Asker) -> String {
        let now = time.now()
        let name = Self.secret()
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.expires > now }
            if sessions.count >= Self.most { sessions = [:] }
            sessions[name] = Session(asker: asker, token: Self.secret(), expires: now + Self.life)
        }
        return name
    }

    func session(_ name: String) -> Session? {
        let now = time.now()
        return sessions.withLock { sessions in sessions[name].flatMap { $0.expires > now ? $0 : nil } }
    }

    func end(_ name: String) { sessions.withLock { $0[name] = nil } }

    /// 256 bits that nobody can guess.
    static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String(generator.next(), radix: 36) }.joined()
    }
}
