public import Commerce

/// What a backup says about itself: `backup.json` in its folder.
public struct BackupManifest: Sendable, Hashable, Codable {
    /// The newest form of the folder that this program knows.
    public static let newestFormat = 1

    /// The form of the folder.
    public var format: Int
    /// The program that made it, with its version.
    public var application: String
    /// When it was begun: all that was acknowledged before is in it.
    public var created: Timestamp
    public var events: Int
    public var decisions: Int
    /// Versions of the models in it.
    public var snapshots: [String]
}
