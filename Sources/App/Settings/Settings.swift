public import Engine
public import Server

/// How shops are served. A value of this type is the defaults; ``SettingsReader`` lays over them what is set.
public struct Settings: Sendable {
    /// Folders of shops.
    public var shops: [String] = []
    public var address = ShopServer.Address()
    public var server = ServerSettings()
    /// Of every shop.
    public var live: LiveSettings

    /// The defaults.
    public init() throws { live = try LiveSettings() }
}
