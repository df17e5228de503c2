/// What client and mail server have said to each other, as far as it tells what became of the mail.
struct MailDialogue {
    /// How much of a reply's words is kept: more than anybody shows, so that what must not be shown can be found.
    private static let textLimit = 4_000

    /// What the server was last told.
    private(set) var stage = MailReply.Stage.greeting
    /// The server's reply to that; nil while it is awaited.
    private(set) var reply: (code: Int, text: String)?
    /// The recipients whom the server refused.
    private(set) var refusals: [MailReply.Refusal] = []
    /// Whether the server has said anything.
    private(set) var hasBegun = false
    /// Whether the client has taken its leave.
    private(set) var isOver = false

    private let dispensable: Set<MailAddress>
    private var recipients: ArraySlice<MailAddress>
    private var words: [String] = []

    init(_ mail: Mail) {
        dispensable = mail.dispensable
        recipients = mail.recipients[...]
    }

    /// Takes a line that the client has sent.
    ///
    /// The lines of a login that could be taken for a command stand for texts with control characters, which no
    /// credentials hold.
    mutating func hear(client line: some Collection<UInt8>) {
        let command = String(decoding: line.prefix { $0 > 0x20 && $0 != UInt8(ascii: ":") }, as: UTF8.self)
        switch command {
        case "EHLO", "HELO": stage = .greeting
        case "STARTTLS": stage = .encryption
        case "AUTH": stage = .login
        case "MAIL": stage = .sender
        case "RCPT":
            if stage == .recipient { recipients = recipients.dropFirst() }
            stage = .recipient
        case "DATA": stage = .message
        case "QUIT": isOver = true
        default: break
        }
        if !isOver { reply = nil }
    }

    /// Takes a line that the server has sent; false where there is no point in going on.
    mutating func hear(server line: some Collection<UInt8>) -> Bool {
        guard !isOver, let code = Self.code(of: line) else { return true }
        hasBegun = true
        words.append(Self.words(of: line.dropFirst(4)))
        let isLast = line.dropFirst(3).first != UInt8(ascii: "-")
        guard isLast else { return true }
        let text = String(words.filter { !$0.isEmpty }.joined(separator: " ").prefix(Self.textLimit))
        words = []
        reply = (code, text)
        guard stage == .recipient, code >= 400, let recipient = recipients.first else { return true }
        refusals.append(.init(recipient: recipient, code: code, text: text))
        return code >= 500 || dispensable.contains(recipient)
    }

    private static func code(of line: some Collection<UInt8>) -> Int? {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// A line's words, without what could steer a terminal.
    private static func words(of line: some Collection<UInt8>) -> String {
        let shown = String(decoding: line.prefix(textLimit), as: UTF8.self).unicodeScalars
            .filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(shown)).split(separator: " ").joined(separator: " ")
    }
}
