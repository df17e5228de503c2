/// What a channel takes, and how fast.
public struct Manners: Hashable, Sendable {
    /// What tells one destination from another: channels that have it in common share one pace.
    ///
    /// It holds no secret.
    public var destination: String
    /// The pause between two messages that the receiver bears for long.
    public var interval: Duration
    /// How many messages may go out at once after a silence.
    public var burst: Int
    /// How many alerts go into one message at most; fewer where they are long.
    public var capacity: Int
    /// Whether the receiver recognises a repeat by the message's id, so that what is in doubt can be sent again.
    public var recognisesRepeats: Bool
    /// Whether an earlier message can be written anew.
    public var edits: Bool
    /// Whether people read it as it comes, so that one list that rings all the time drowns the others.
    public var isForPeople: Bool
    /// How many messages are sent between two writes to the store; more than one only where a repeat after a crash
    /// does no harm.
    public var batch: Int

    /// Manners; what is left out suits a channel that takes everything.
    public init(
        destination: String,
        interval: Duration = .zero,
        burst: Int = 1,
        capacity: Int = 1,
        recognisesRepeats: Bool = false,
        edits: Bool = false,
        isForPeople: Bool = true,
        batch: Int = 1
    ) {
        self.destination = destination
        self.interval = interval
        self.burst = burst
        self.capacity = capacity
        self.recognisesRepeats = recognisesRepeats
        self.edits = edits
        self.isForPeople = isForPeople
        self.batch = batch
    }
}
