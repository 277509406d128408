import Engine
package import Foundation

/// The two ways out of a command: results to standard output, everything else to standard error.
package enum Console {
    package static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Gives the numbers of closed standard streams to files that cannot be written (or read), so that no file that
    /// the program opens later takes them and receives what was meant for the screen.
    package static func occupyStandardStreams() {
        for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(stream, F_GETFD) == -1 {
            // The lowest free number is the one that was closed.
            _ = open("/dev/null", mode)
        }
    }

    /// A result for people.
    package static func print(_ text: String) throws { try printExactly(text.withoutControls) }

    /// A result for machines, byte for byte.
    ///
    /// - Throws: ``EngineError`` `output.unwritable`: a result that nobody received is no success.
    package static func printExactly(_ text: String) throws { try writeExactly(Data((text + "\n").utf8)) }

    /// A part of a result for machines.
    ///
    /// - Throws: as ``printExactly(_:)``.
    package static func writeExactly(_ data: Data) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: data)
        } catch {
            throw EngineError(
                code: "output.unwritable", message: "the result cannot be written to standard output",
                remedy: "check where it is redirected to", cause: error)
        }
    }

    package static func note(_ text: String) { writeNote(text.withoutControls + "\n") }

    /// To standard error as it stands. A message that cannot be delivered is no reason to stop the work.
    package static func writeNote(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Columns for a table: those of the terminal; where there is none, enough for most tables.
    package static var tableWidth: Int { isInteractive ? width : 100 }

    /// Columns of the terminal behind standard error; 80 when there is none.
    package static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

extension String {
    /// The text with control characters made visible (ESC as ␛): titles and identifiers come from strangers' files, and
    /// must not move the cursor or recolour a terminal. Line ends stay.
    package var withoutControls: String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.generalCategory == .control && scalar != "\n"
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            // The pictures of the C0 controls stand in their order from U+2400.
            let shown = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : "\u{FFFD}"
            text.append(isControl(scalar) ? shown ?? "\u{FFFD}" : scalar)
        }
        return String(text)
    }
}
