import Notifying

/// One thing that the doctor has looked at.
struct Finding: Hashable, Sendable, Encodable {
    /// How it is.
    enum Level: String, Hashable, Sendable, Encodable {
        case fine = "ok"
        /// It works, and probably not for long or not as meant.
        case warning
        /// What the user wrote or set up is at fault.
        case mistake
        /// The world is: a disk, a network, another machine.
        case failure
    }

    /// What was looked at, in a word.
    let topic: String
    let level: Level
    /// What was found.
    let text: String
    /// What helps; nil where all is well.
    let remedy: String?

    init(_ topic: String, _ level: Level, _ text: String, remedy: String? = nil) {
        self.topic = topic
        self.level = level
        self.text = text
        self.remedy = remedy
    }

    /// The finding as people read it.
    var lines: String {
        let words = [level.rawValue.padded(to: 9), topic.padded(to: 10), visible(text)]
        return words.joined() + "\n" + (remedy.map { String(repeating: " ", count: 19) + "→ \($0)\n" } ?? "")
    }
}

extension String {
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: " ", count: max(1, length - count))
    }
}
