package import ArgumentParser
import Commerce
package import Engine
package import Foundation

/// What every program of the house does around its commands.
package enum Program {
    /// What stands after the program's name on the command line.
    package static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

    /// Where the running program lies, whatever it was called by.
    package static var folder: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    /// Parses the command line, runs the command it names, and ends with the status that came of it.
    ///
    /// - Parameter arguments: those after the program's name.
    package static func run(_ root: (some ParsableCommand).Type, _ arguments: [String]) async {
        Console.occupyStandardStreams()
        do {
            var command = try root.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where error is any Failure || (error as NSError).domain == NSCocoaErrorDomain {
            Console.note("Error: \(ErrorText.describe(error))")
            Foundation.exit(1)
        } catch {
            root.exit(withError: error)
        }
    }

    /// Becomes another program in the same process, so that its streams, signals and exit status are this one's.
    ///
    /// - Returns: only when it cannot be: the reason.
    package static func replaced(by program: URL, _ arguments: [String]) -> EngineError {
        var pointers = ([program.path] + arguments).map { strdup($0) }
        pointers.append(nil)
        execv(program.path, pointers)
        let reason = String(cString: strerror(errno))
        for pointer in pointers { free(pointer) }
        return EngineError(
            code: "program.unusable", message: "\(program.path) cannot be started: \(reason)",
            remedy: "build or install it again")
    }
}
