import ArgumentParser
import Daemon

/// `tocsin doctor`.
struct DoctorVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything that tocsin lives on, and say what helps.",
        discussion: """
            Settings, credentials, lists, the disk, the store; then a few feeds, the clock and the channels' servers. Nothing is
            changed and no message is sent. Run it as the user that tocsin runs as. The exit code is 1 where what you set up
            is at fault, 3 where the world is.

            Example: tocsin doctor --offline
            """
    )

    @OptionGroup var settings: SettingsOption

    @Flag(help: "Leave other machines alone.")
    var offline = false

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func run() async throws {
        let doctor = Doctor(
            config: settings.config,
            environment: Surroundings.environment,
            isOffline: offline
        )
        try Terminal.finish(await doctor.run(json: json))
    }
}
