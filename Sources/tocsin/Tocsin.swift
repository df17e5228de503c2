import ArgumentParser
import Daemon
import Glibc

/// The command line: one file a verb, each of which hands over to `Daemon` and prints what comes back.
@main
struct Tocsin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "Watches news feeds and rings when a watch file matches.",
        discussion: """
            A first alert:  tocsin run --config examples/quickstart.toml
            A first list:   echo ceasefire > watchlists/mine.watch

            Exit codes: 0 all is well, 1 what you gave it is at fault, 2 the command line is, 3 the world failed.
            """,
        version: "tocsin \(Version.number)",
        subcommands: [
            RunVerb.self, CheckVerb.self, ParseVerb.self, MatchVerb.self, ExplainVerb.self, AlertsVerb.self,
            StatusVerb.self, OutboxVerb.self, SilenceVerb.self, StoriesVerb.self, StoryVerb.self,
            FeedsVerb.self,
            RenderVerb.self,
            SendTestVerb.self,
            BackupVerb.self, DoctorVerb.self, VersionVerb.self,
        ]
    )

    static func main() async {
        // A reader that goes away, and a reload before the daemon listens, must not end the process.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            let isHelp = exitCode(for: error) == .success
            let message = fullMessage(for: error)
            Terminal.write(message + "\n", to: isHelp ? STDOUT_FILENO : STDERR_FILENO)
            Glibc.exit(isHelp ? 0 : Output.Status.usage.rawValue)
        }
    }
}

/// Prints what a command says and ends the process as it says.
enum Terminal {
    static func finish(_ output: Output) throws {
        write(output.text, to: STDOUT_FILENO)
        for complaint in output.complaints { write("\(complaint)\n", to: STDERR_FILENO) }
        if output.status != .fine { throw ExitCode(output.status.rawValue) }
    }

    /// Runs a command whose failure is a sentence for the user.
    static func finish(_ command: () async throws -> Output) async throws {
        let output: Output
        do {
            output = try await command()
        } catch {
            output = .refusal("\(error)")
        }
        try finish(output)
    }

    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
