/// Looks whether the parts of the daemon that everything hangs on still answer.
///
/// That a part fails is an answer, too: a full disk or an outage is not mended by a restart.
final class Watchdog: Sendable {
    /// A part that is asked and answers when it comes round to it.
    struct Part: Sendable {
        let name: String
        let hasAnswered = Flag(true)
        /// Asks the part, which sets the flag; returns at once.
        let ask: @Sendable (Flag) -> Void

        init(_ name: String, ask: @escaping @Sendable (Flag) -> Void) {
            self.name = name
            self.ask = ask
        }

        /// A part that answers by returning from a call.
        init(_ name: String, answer: @escaping @Sendable () async -> Void) {
            self.init(name) { hasAnswered in
                Task {
                    await answer()
                    hasAnswered.set(true)
                }
            }
        }
    }

    private let parts: [Part]

    init(_ parts: [Part]) {
        self.parts = parts
    }

    /// Names the parts that have not answered since the last look; where all have, asks them again.
    func look() -> [String] {
        let silent = parts.filter { !$0.hasAnswered.isSet }.map(\.name)
        guard silent.isEmpty else { return silent }
        for part in parts {
            part.hasAnswered.set(false)
            part.ask(part.hasAnswered)
        }
        return []
    }
}
