import Commerce
import Foundation

/// What is printed for an error that ends a command: what is wrong, what to do, and what caused it, without the
/// insides of Foundation's errors.
package enum ErrorText {
    package static func describe(_ error: any Error) -> String {
        guard let failure = error as? any Failure else { return describeForeign(error) }
        var text = failure.message
        if let remedy = failure.remedy { text += "\n  remedy: \(remedy)" }
        if let cause = failure.cause { text += "\n  cause: \(describe(cause))" }
        return text
    }

    private static func describeForeign(_ error: any Error) -> String {
        let foundation = error as NSError
        guard foundation.domain == NSCocoaErrorDomain else { return String(describing: error) }
        var text = foundation.localizedDescription
        if let underlying = foundation.userInfo[NSUnderlyingErrorKey] as? any Error {
            let system = underlying as NSError
            if system.domain == NSPOSIXErrorDomain { text = String(cString: strerror(Int32(system.code))) }
        }
        if let path = foundation.userInfo[NSFilePathErrorKey] as? String { text = "\(path): \(text)" }
        return text
    }
}
