/// What the status port answers.
struct StatusResponse: Hashable, Sendable {
    var status: Int
    var type: String
    var body: [UInt8]
    /// More headers, in the order in which they are sent.
    var headers: [(name: String, value: String)]

    init(
        _ body: String,
        status: Int = 200,
        type: String = "text/plain; charset=utf-8",
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.type = type
        self.body = Array(body.utf8)
        self.headers = headers
    }

    static func == (left: StatusResponse, right: StatusResponse) -> Bool {
        left.status == right.status && left.type == right.type && left.body == right.body
            && left.headers.elementsEqual(right.headers, by: ==)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(body)
    }

    /// A page for people.
    static func page(_ html: HTML, status: Int = 200) -> StatusResponse {
        StatusResponse(html.text, status: status, type: "text/html; charset=utf-8")
    }

    /// The first header of a name.
    subscript(name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// What goes over the wire.
    ///
    /// One answer a connection: a client that keeps it open costs a place that another one may need.
    func bytes(forMethod method: String) -> [UInt8] {
        let all =
            [
                ("Content-Type", type), ("Content-Length", "\(body.count)"), ("Connection", "close"),
                ("Content-Security-Policy", Self.policy), ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
                ("Cache-Control", "no-cache"),
            ] + headers
        let lines =
            ["HTTP/1.1 \(status) \(Self.phrases[status] ?? "Answer")"] + all.map { "\($0.0): \($0.1)" }
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return method == "HEAD" || status == 304 ? head : head + body
    }

    /// No script at all, nothing from elsewhere, and no page may put ours into a frame.
    private static let policy = """
        default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'
        """

    private static let phrases = [
        200: "OK", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 421: "Misdirected Request",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 503: "Service Unavailable",
    ]
}
