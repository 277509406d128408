import ArgumentParser
import Engine
import Terminal

struct PseudonymCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pseudonym",
        abstract: "Say what the logs of a shop call a shopper or a visitor.",
        discussion: """
            Example:
              equipoise pseudonym ada --data shop

            Logs never name people. The names that they have can be made with the secret in the shop's folder alone.
            """)

    @Argument(help: "The shopper or visitor, as the shop names them.") var person: String
    @OptionGroup var place: DataOption

    func run() throws {
        try Console.printExactly(try ShopSecret(in: ShopFolder(place.folder)).name(of: person, for: .logs))
    }
}
