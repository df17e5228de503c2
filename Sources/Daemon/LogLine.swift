import Logging

/// A message with its facts on one line, whatever they hold: a feed's text may reach an error's text.
///
/// - Parameters:
///   - message: What happened.
///   - facts: Names and values, in their order.
///   - breaks: What stands for a line break within a value.
/// - Returns: The line, without its end.
func logLine(
    _ message: Logger.Message,
    _ facts: [(key: String, value: Logger.MetadataValue)],
    breaks: String
) -> String {
    "\(message)" + facts.map { " \($0.key)=\(quoted("\($0.value)", breaks: breaks))" }.joined()
}

private func quoted(_ value: String, breaks: String) -> String {
    let plain = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "\"" }
    if plain, !value.isEmpty { return value }
    var text = "\""
    for scalar in value.unicodeScalars {
        switch scalar {
        case "\"": text += "'"
        case "\n": text += breaks
        case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): text += "?"
        default: text.unicodeScalars.append(scalar)
        }
    }
    return text + "\""
}

extension Logger.Level {
    /// The level as syslog and the journal number it.
    var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
