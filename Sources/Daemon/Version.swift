/// What this program is called and which version it is.
public enum Version: Sendable {
    /// The version, as semver.org describes it.
    public static let number = "0.1.0"

    /// How tocsin names itself to publishers.
    static func userAgent(contact: String?) -> String {
        "tocsin/\(number) (news alerts; \(contact ?? "no contact given"))"
    }
}
