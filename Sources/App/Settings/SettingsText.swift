/// The file of settings with all its comments, as `serve --print-config` writes it.
public enum SettingsText {
    /// What a file looks like that changes nothing.
    public static func commented(_ settings: Settings) -> String {
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#" : "# \($0)" }
        var section: String?
        for member in SettingsMember.all {
            lines.append("")
            if member.section != section, let next = member.section {
                lines.append("\(next):")
                section = next
            }
            let indent = member.section == nil ? "" : "  "
            let name = member.name.split(separator: ".").last.map(String.init) ?? member.name
            lines += wrapped("\(member.meaning) \(member.rule.sentence)", width: 118 - indent.count).map {
                "\(indent)# \($0)"
            }
            lines.append("\(indent)\(name): \(member.read(settings))")
        }
        return lines.joined(separator: "\n")
    }

    private static let head = """
        Settings of `equipoise serve --config FILE`. What stands here are the defaults; leave out what should stay so.
        An option of the command line goes before an environment variable, that before this file. The variable of a setting
        is its name in capitals behind EQUIPOISE_: server.port is EQUIPOISE_SERVER_PORT; lists are joined by commas.
        Keys are not set here: `equipoise keys make NAME --role ROLE --data FOLDER`.
        """

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines.count - 1
            if lines[last].isEmpty {
                lines[last] = String(word)
            } else if lines[last].count + 1 + word.count <= width {
                lines[last] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension SettingsMember.Rule {
    fileprivate var sentence: String {
        let text = "\(self)"
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
