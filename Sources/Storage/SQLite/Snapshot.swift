import FoundationEssentials
import News

/// An alert as the database keeps it: JSON, so that a later change of lists or settings cannot change it.
enum Snapshot {
    static func encode(_ alert: Alert) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .millisecondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(alert), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> Alert {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(Alert.self, from: Data(text.utf8))
    }
}
