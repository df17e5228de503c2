/// What has come back of one transfer so far, put together line by line and piece by piece.
struct Received {
    /// The headers of all answers on the way together may be this large.
    static let headerLimit = 256 << 10

    /// What there was too much of.
    enum Overflow {
        case headers
        case body
    }

    /// A redirect as the server wrote it.
    struct Hop {
        let status: Int
        let location: [UInt8]
    }

    private(set) var status = 0
    private(set) var fields: [Header] = []
    private(set) var body: [UInt8] = []
    private(set) var hops: [Hop] = []
    private(set) var overflow: Overflow?
    /// How many answers have begun, informational ones and those of redirects among them.
    private(set) var answers = 0
    /// Whether the blank line after the headers has come.
    private(set) var isHeadComplete = false
    private var headerBytes = 0
    private let bodyLimit: Int

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    /// Whether nothing at all has come.
    var isEmpty: Bool { headerBytes == 0 && body.isEmpty }

    /// The target of what libcurl takes for a redirect; nil for any other answer.
    var location: [UInt8]? {
        guard (300..<400).contains(status) else { return nil }
        return fields.first { $0.isNamed("location") && !$0.bytes.isEmpty }?.bytes
    }

    /// Takes one header line; false ends the transfer.
    mutating func takeHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else {
            overflow = .headers
            return false
        }
        if line.starts(with: "HTTP/".utf8), isHeadComplete || status == 0 {
            beginAnswer(line)
        } else if isHeadComplete {
            // Trailers after a chunked body; nothing here wants them.
        } else if line.trimmingBlanks.isEmpty {
            isHeadComplete = true
        } else if line.first == 32 || line.first == 9, let last = fields.popLast() {
            fields.append(last.continued(by: line))
        } else if let field = Header(line: line) {
            fields.append(field)
        }
        return true
    }

    /// Takes a piece of the body, up to the limit; false ends the transfer.
    mutating func takeBody(_ piece: UnsafeRawBufferPointer) -> Bool {
        let room = bodyLimit - body.count
        body.append(contentsOf: piece.prefix(room))
        guard piece.count <= room else {
            overflow = .body
            return false
        }
        return true
    }

    /// A status line: the first one, or that of the answer after a redirect or an informational answer.
    private mutating func beginAnswer(_ line: UnsafeRawBufferPointer) {
        if let location {
            hops.append(Hop(status: status, location: location))
        }
        let code = line.split(separator: UInt8(ascii: " "), maxSplits: 2).dropFirst().first ?? line[0..<0]
        answers += 1
        status = Int(String(decoding: code.trimmingBlanks, as: UTF8.self)) ?? 0
        fields = []
        body = []
        isHeadComplete = false
    }
}
