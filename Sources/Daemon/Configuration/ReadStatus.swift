import FoundationEssentials
import Notifying

extension Configuration {
    /// Reads where the status pages can be reached.
    mutating func readStatus(_ root: inout SettingsTable) {
        guard var table = root.table("status") else { return }
        if let text = table.string("url") {
            let address = text.hasSuffix("/") ? String(text.dropLast()) : text
            let parts = URLComponents(string: address)
            if ["http", "https"].contains(parts?.scheme), parts?.host?.isEmpty == false, parts?.query == nil {
                statusURL = address
            } else {
                table.mistake(
                    "url in [status] must be an address such as \"https://tocsin.example.org\"",
                    at: "url"
                )
            }
        }
        root.absorb(table.finish())
    }
}
