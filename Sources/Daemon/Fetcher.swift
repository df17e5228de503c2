import Feeds
import FoundationEssentials
import News
import Storage
import Web

/// Gets a feed's bytes, from the web or from a local file, and puts every answer into one form.
struct Fetcher: Sendable {
    /// What came back.
    enum Answer: Sendable {
        /// The feed is as it was.
        case unchanged(validators: Validators?, hints: Schedule.Hints, movedTo: String?)
        /// Bytes to read.
        case body(Body)
        /// Nothing to read.
        case failed(Trouble, hints: Schedule.Hints)
    }

    /// The bytes of a feed, with what is needed to read them.
    struct Body: Sendable {
        var bytes: [UInt8]
        var url: String
        var contentType: String?
        var validators: Validators
        var hints: Schedule.Hints
        /// Where the server says that the feed has moved to for good.
        var movedTo: String?
        /// Why the bytes are not the whole document, where they are not.
        var cut: String?
        /// Whether the document holds only what is new (226): what it leaves out is still there.
        var isDelta = false
    }

    static let bodyLimit = 16 << 20
    private static let accept = """
        application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, \
        application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1
        """

    let web: HTTPClient

    /// Fetches a feed.
    ///
    /// - Parameters:
    ///   - feed: The feed.
    ///   - access: What to ask it with.
    ///   - address: Where to ask, for a feed that has moved; nil asks where the settings say.
    ///   - validators: What to send along so that an unchanged feed costs nothing; nil asks for the whole.
    ///   - now: The moment, for dates in headers.
    /// - Returns: The answer; a failure is one, too.
    func fetch(
        _ feed: Feed,
        _ access: FeedAccess = FeedAccess(),
        at address: String? = nil,
        validators: Validators?,
        now: Date
    ) async -> Answer {
        do throws(TransferError) {
            if feed.url.hasPrefix("file:") {
                return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    () throws(TransferError) in
                    try local(feed, validators)
                }
            }
            let asked = request(feed, access, address, validators)
            let response = try await web.send(asked)
            return answer(response, to: asked, isConditional: validators != nil, now: now)
        } catch {
            return .failed(Trouble(error), hints: Schedule.Hints())
        }
    }

    /// The request for a feed.
    func request(
        _ feed: Feed,
        _ access: FeedAccess,
        _ address: String?,
        _ validators: Validators?
    ) -> Request {
        var request = Request(url: address ?? feed.url)
        // A feed that has moved to another server has taken no secrets with it.
        if address == nil || origin(address) == origin(feed.url) {
            request.secretHeaders = access.secretHeaders
            request.credentials = access.credentials
        }
        request.userAgent = access.userAgent
        request.proxy = access.proxy
        request.caFile = access.caFile
        request.headers = [Header("Accept", Self.accept)] + (validators?.headers ?? [])
        // A server that knows what we have may send only what is new (RFC 3229).
        if validators?.etag != nil { request.headers.append(Header("A-IM", "feed")) }
        request.bodyLimit = Self.bodyLimit
        request.allowsPrivateAddress = feed.allowsPrivateAddress
        return request
    }

    private func origin(_ address: String?) -> [String?] {
        let parts = address.flatMap { URLComponents(string: $0) }
        return [parts?.scheme?.lowercased(), parts?.host?.lowercased(), parts?.port.map(String.init)]
    }

    private func local(_ feed: Feed, _ validators: Validators?) throws(TransferError) -> Answer {
        switch try readLocalFile(feed.url, limit: Self.bodyLimit, unlessMatching: validators?.etag) {
        case .unchanged:
            return .unchanged(validators: nil, hints: Schedule.Hints(), movedTo: nil)
        case .contents(let bytes, let validator):
            let marks = Validators(etag: validator, lastModified: nil)
            return .body(Body(bytes: bytes, url: feed.url, validators: marks, hints: Schedule.Hints()))
        }
    }

    /// What a response means.
    func answer(_ response: Response, to request: Request, isConditional: Bool, now: Date) -> Answer {
        var hints = Schedule.Hints()
        let moved = response.permanentAddress(askedAt: request.url)
        let mayAsk = response.status == 429 || response.status == 503
        hints.retryAfter = mayAsk ? response.headers["retry-after"].flatMap { retryAfter($0, now: now) } : nil
        hints.isTooMany = response.status == 429
        hints.isRefused = [401, 403, 451].contains(response.status)
        hints.goneSince = response.status == 410 ? now : nil
        if hints.isTooMany, hints.retryAfter == nil {
            hints.retryAfter = response.headers["x-ratelimit-reset"].flatMap { rateLimitReset($0, now: now) }
        }
        switch response.status {
        case 304 where isConditional:
            hints.freshness = freshness(of: response, now: now)
            return .unchanged(validators: Validators(of: response), hints: hints, movedTo: moved)
        case 304:
            let what = "answered 304 Not Modified to a request without validators"
            return .failed(Trouble(.server, what), hints: hints)
        case 200, 203, 226:
            hints.freshness = freshness(of: response, now: now)
            return .body(
                Body(
                    bytes: response.body,
                    url: response.url,
                    contentType: response.headers["content-type"],
                    validators: Validators(of: response),
                    hints: hints,
                    movedTo: moved,
                    cut: response.cut.map { "\($0)" },
                    isDelta: response.status == 226
                )
            )
        default:
            return .failed(Trouble(response), hints: hints)
        }
    }
}
