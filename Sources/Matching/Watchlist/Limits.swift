/// How large the parts of a watch file may be.
enum Limits {
    /// Bytes in a file.
    static let bytes = 64 * 1024
    /// Lines in a section.
    static let lines = 200
    /// Parentheses, fields, chained operators or names inside each other.
    static let depth = 16
    /// Words between two sides of NEAR.
    static let distance = 100
    /// Words below the headline that belong to the lead.
    static let leadWords = 80
}
