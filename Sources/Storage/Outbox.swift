public import FoundationEssentials
public import News

/// What one channel has to do: messages that were written out and have not arrived, and what waits to be written out.
public struct OutboxLine: Sendable {
    /// Messages under way, oldest first: they go before anything else.
    public var messages: [OutgoingMessage]
    /// What is due and not written out, in the order in which it was owed; no more than was asked for.
    public var waiting: [OwedDelivery]
    /// How the channel is.
    public var channel: ChannelState
    /// When something is next due, after what is here; nil where nothing is.
    public var nextDue: Date?

    /// A line.
    public init(
        messages: [OutgoingMessage],
        waiting: [OwedDelivery],
        channel: ChannelState,
        nextDue: Date?
    ) {
        self.messages = messages
        self.waiting = waiting
        self.channel = channel
        self.nextDue = nextDue
    }
}

/// How a channel has fared.
public struct ChannelState: Hashable, Sendable {
    /// Until when it rests; nil where it need not.
    public var restUntil: Date?
    /// How often in a row it has failed.
    public var failures: Int
    /// How many messages in a row it has refused.
    public var refusals: Int
    /// Whether someone must look.
    public var isBroken: Bool
    /// Since when it has failed; nil while it is well.
    public var since: Date?
    /// Where its receiver has moved to since the settings were written; nil where it has not.
    public var movedTo: String?

    /// A channel that is well.
    public init() {
        failures = 0
        refusals = 0
        isBroken = false
    }
}

/// One thing that a channel is owed and that is not written out yet.
public struct OwedDelivery: Hashable, Sendable {
    /// What it is.
    public enum Subject: Hashable, Sendable {
        /// An alert.
        case alert(Alert)
        /// An alert that was told before, as it now stands; with the reference of the message that told it alone, where
        /// the receiver gave one.
        case update(Alert, reference: String?)
        /// A notice to the operator.
        case notice(Notice)
    }

    /// Its place in the order of all deliveries.
    public var sequence: Int64
    /// What it is.
    public var subject: Subject
    /// Why it waited; nil for what is told at once.
    public var hold: Hold?
    /// The silence that it waited for; nil where it waited for none.
    public var silenced: Silenced?
    /// When it was due.
    public var due: Date
    /// Whether the receiver may have it already.
    public var inDoubt: Bool

    /// An owed delivery.
    public init(
        sequence: Int64,
        _ subject: Subject,
        hold: Hold? = nil,
        silenced: Silenced? = nil,
        due: Date,
        inDoubt: Bool = false
    ) {
        self.silenced = silenced
        self.sequence = sequence
        self.subject = subject
        self.hold = hold
        self.due = due
        self.inDoubt = inDoubt
    }
}

/// Why an alert waits before it is told, together with others.
public enum Hold: String, Hashable, Sendable {
    /// It stands deep in its text.
    case digest
    /// People sleep.
    case quietHours = "quiet-hours"
    /// Someone has silenced its list for a while.
    case silence
}

/// A message with what it tells.
public struct OutgoingMessage: Hashable, Sendable {
    /// The message.
    public var message: Message
    /// What it tells, from which it can be written again in fewer words.
    public var contents: Parcel.Contents
    /// In how many words it is written.
    public var detail: Detail
    /// The deliveries that it settles.
    public var members: [Int64]

    /// A message that settles deliveries.
    public init(_ message: Message, _ contents: Parcel.Contents, detail: Detail, members: [Int64]) {
        self.message = message
        self.contents = contents
        self.detail = detail
        self.members = members
    }
}

/// What becomes of a message after an attempt.
public enum MessageEnding: Hashable, Sendable {
    /// The receiver has it, and calls it so; the remark is what it said all the same.
    case delivered(reference: String?, remark: String? = nil)
    /// It stays first in line, and the channel rests; until the distant future where someone must look first.
    case kept(reason: String, inDoubt: Bool, restUntil: Date, isBroken: Bool)
    /// It stays first in line, and goes where its receiver has moved to, as all others from now on.
    case moved(to: String, reason: String)
    /// It was not tried, or the attempt was broken off by the daemon's own end.
    case untried(inDoubt: Bool)
    /// It is given up, and kept for people to look at.
    case dead(reason: String)
    /// It may have arrived and is not sent again by itself: it is kept for people to look at.
    case held(reason: String)
    /// It is written again in fewer words: another message takes its deliveries over.
    case rewritten(reason: String)
}

/// What one write to the outbox changes, whole or not at all: how attempts ended, and what is tried next.
public struct OutboxStep: Sendable {
    /// The channel.
    public var channel: String
    /// How attempts ended, in order.
    public var ended: [(id: String, ending: MessageEnding)]
    /// Messages that are about to be sent.
    public var sending: [OutgoingMessage]
    /// Deliveries that need no message any more: a later one says what they would have said.
    public var merged: [Int64]
    /// What the operator is owed.
    public var notices: [OwedNotice]

    /// A step.
    public init(
        channel: String,
        ended: [(id: String, ending: MessageEnding)] = [],
        sending: [OutgoingMessage] = [],
        merged: [Int64] = [],
        notices: [OwedNotice] = []
    ) {
        self.channel = channel
        self.ended = ended
        self.sending = sending
        self.merged = merged
        self.notices = notices
    }

    /// Whether it changes nothing.
    public var isEmpty: Bool { ended.isEmpty && sending.isEmpty && merged.isEmpty && notices.isEmpty }
}
