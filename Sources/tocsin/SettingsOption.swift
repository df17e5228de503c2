import ArgumentParser

/// Where the settings are, for every verb that reads them.
struct SettingsOption: ParsableArguments {
    @Option(help: "The settings (default: ./tocsin.toml, else /etc/tocsin/tocsin.toml).")
    var config: String?
}
