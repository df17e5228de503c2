import Feeds
import Storage
import Web

/// Why a visit brought nothing: what ails the feed, and what is to be said of it.
struct Trouble: Hashable, Sendable {
    let kind: Ailment.Kind
    let text: String

    init(_ kind: Ailment.Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// There was no answer.
    init(_ error: TransferError) {
        let kind: Ailment.Kind =
            switch error {
            case .resolve: .name
            case .certificate, .tls, .insecureRedirect: .certificate
            case .privateAddress: .privateAddress
            case .unreadableFile: .notFound
            case .connect, .proxy, .timedOut, .connectionLost, .cancelled, .shutDown: .unreachable
            case .invalidURL, .invalidHeader, .forbiddenScheme, .protocolError, .headersTooLarge,
                .tooManyRedirects, .outOfMemory:
                .server
            }
        self.init(kind, "\(error)")
    }

    /// The answer was no feed, by its status.
    init(_ response: Response) {
        let page = Page(response.body)
        let isChallenge = response.headers["cf-mitigated"]?.lowercased() == "challenge" || page == .botWall
        let status = response.status
        let kind: Ailment.Kind =
            switch status {
            case 403 where isChallenge: .botWall
            case 503 where isChallenge: .botWall
            case 403 where page == .captcha: .captcha
            case 401, 407: .login
            case 403, 451: .forbidden
            case 404: .notFound
            case 410: .gone
            case 429: .tooManyRequests
            default: .server
            }
        let answered = "the server answered \(Self.describe(status))"
        self.init(
            kind,
            kind == .botWall || kind == .captcha
                ? "\(answered): \(page.remark ?? Page.botWall.remark ?? "")" : answered
        )
    }

    /// What came is not a feed.
    ///
    /// - Parameters:
    ///   - error: What the reading found.
    ///   - bytes: What came.
    ///   - cut: Why that is not the whole, where it is not.
    init(_ error: FeedError, _ bytes: [UInt8], cut: String?) {
        let page: Page = if case .notAFeed = error { Page(bytes) } else { .other }
        let said = page.remark.map { "not a feed: \($0)" } ?? "\(error)"
        self.init(page.ailment, cut.map { "\(said) (\($0))" } ?? said)
    }

    private static func describe(_ code: Int) -> String {
        let words = [
            204: "No Content", 400: "Bad Request", 401: "Unauthorized: the feed wants a password",
            403: "Forbidden", 404: "Not Found: the feed may have moved",
            410: "Gone: the publisher has taken the feed down",
            429: "Too Many Requests", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error",
            502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
        ]
        return words[code].map { "\(code) \($0)" } ?? "\(code)"
    }
}

/// What kind of page stands in the place of a feed.
enum Page: Hashable, Sendable {
    case botWall
    case captcha
    case login
    case other

    /// Marks of such pages, in the letters that they are written in when all are made small; the first that is found
    /// decides.
    private static let marks: [(Page, [String])] = [
        (
            .botWall,
            [
                "challenge-platform", "cf-browser-verification", "cf_chl_", "just a moment...", "ddos-guard",
                "checking your browser", "_incapsula_resource", "enable javascript and cookies to continue",
                "anubis_challenge", "sucuri website firewall", "bot protection",
            ]
        ),
        (
            .captcha,
            [
                "g-recaptcha", "h-captcha", "hcaptcha.com", "px-captcha", "cf-turnstile",
                "captcha-delivery.com",
                "captcha", "are you a robot", "are you human", "not a robot",
            ]
        ),
        (.login, ["type=\"password\"", "type='password'", "type=password", "name=\"password\""]),
    ]
    private static let looksAt = 128 << 10

    init(_ bytes: [UInt8]) {
        let small = bytes.prefix(Self.looksAt).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let found = Self.marks.first { _, marks in marks.contains { small.contains(Array($0.utf8)) } }
        self = found?.0 ?? .other
    }

    var ailment: Ailment.Kind {
        switch self {
        case .botWall: .botWall
        case .captcha: .captcha
        case .login: .login
        case .other: .notAFeed
        }
    }

    var remark: String? {
        switch self {
        case .botWall: "a page that keeps programs out"
        case .captcha: "a page with a puzzle for people"
        case .login: "a page that asks for a password"
        case .other: nil
        }
    }
}
