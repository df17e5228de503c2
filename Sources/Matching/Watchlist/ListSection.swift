/// The sections of a watch file.
enum ListSection: String, CaseIterable, Hashable {
    case match
    case alsoRequire = "also require"
    case ignorePhrases = "ignore phrases"
    case neverIf = "never if"
    case shouldMatch = "should match"
    case shouldNotMatch = "should not match"

    /// Whether the lines are headlines rather than queries.
    var holdsExamples: Bool { self == .shouldMatch || self == .shouldNotMatch }
}
