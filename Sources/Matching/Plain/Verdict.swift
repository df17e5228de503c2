public import News

/// What one list says of one item.
public enum Verdict: Sendable, Hashable {
    /// It is told at once or in the digest.
    case hit(Match)
    /// A line matched, and a line of `never if` forbade it.
    ///
    /// - Parameters:
    ///   - at: The veto's `file:line`.
    ///   - line: Its text.
    case vetoed(at: String, line: String)
    /// Nothing to tell.
    case silent
}
