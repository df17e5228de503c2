public import News

/// What becomes of an alert whose list may have rung for its story before.
public enum Telling: Sendable {
    /// Decides, with all that the list has found of the story at the moment of writing.
    public typealias Rule = @Sendable (OwedAlert, StoryThread) -> Telling

    /// It is raised, on an occasion on which its list rings once for a story.
    case ring(OwedAlert, occasion: String, because: String)
    /// It is recorded as one more report of what another alert told, which names it if a report is given.
    ///
    /// Channels that were told hear of that at their pace.
    case fold(into: String, because: String, Report?, updates: [String: UpdatePace])
    /// It is recorded and waits for others to report the same.
    case hold(because: String)
}
