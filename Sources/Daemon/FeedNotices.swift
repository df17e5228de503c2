import FoundationEssentials
import News
import Notifying
import Storage

/// What the operator reads of a feed's health.
extension Notice {
    /// A feed that ails, or is well again.
    init(_ change: FeedHealth.Change, of feed: Feed, _ state: FeedState, now: Date) {
        switch change {
        case .fell(let ailment):
            var sentences = [state.trouble.map { "\($0)." }, ailment.kind.remedy].compactMap(\.self)
            sentences.append(
                "It is asked again after \(sayRoughly(.seconds(state.nextAt.timeIntervalSince(now))))."
            )
            if ailment.kind == .gone { sentences.removeLast() }
            self.init(
                kind: ailment.kind.rawValue,
                feedURL: feed.url,
                title: "\(feed.outlet): \(ailment.kind.headline)",
                text: sentences.joined(separator: " "),
                occasion: ailment.since.formatted(.iso8601),
                found: now
            )
        case .recovered(let ailment):
            let length = sayRoughly(.seconds(now.timeIntervalSince(ailment.since)))
            self.init(
                kind: ailment.kind.rawValue,
                feedURL: feed.url,
                title: "\(feed.outlet): well again after \(length)",
                text: "It was so: \(ailment.kind.headline).",
                isRecovery: true,
                occasion: ailment.since.formatted(.iso8601),
                found: now
            )
        }
    }

    /// A feed that has moved for good.
    init(moved feed: Feed, to address: String, now: Date) {
        self.init(
            kind: "moved",
            feedURL: feed.url,
            title: "\(feed.outlet): the feed has moved for good",
            text: "It is asked at \(address) from now on; change its address in the settings.",
            occasion: address,
            found: now
        )
    }

    /// A feed whose publisher gave all its items new ids.
    init(renumbered feed: Feed, now: Date) {
        self.init(
            kind: "new-ids",
            feedURL: feed.url,
            title: "\(feed.outlet): the feed has changed the ids of its items",
            text: "They are known all the same; nothing is told twice.",
            occasion: now.formatted(.iso8601),
            found: now
        )
    }
}

extension Ailment.Kind {
    /// What is the matter, in a few words.
    var headline: String {
        switch self {
        case .name: "the server's name has no address"
        case .unreachable: "the server cannot be reached"
        case .certificate: "the server's certificate does not hold"
        case .privateAddress: "the server is at a private address"
        case .login: "the feed wants a password"
        case .botWall: "a bot wall keeps tocsin out"
        case .captcha: "a captcha keeps tocsin out"
        case .forbidden: "the server refuses the feed"
        case .notFound: "the feed is not there"
        case .gone: "the publisher has taken the feed down"
        case .tooManyRequests: "the server has had too many requests"
        case .server: "the server is in trouble"
        case .notAFeed: "something else stands at the feed's address"
        case .partial: "the feed's document breaks off"
        case .gap: "items may have been missed"
        case .silent: "the feed has been silent for unusually long"
        }
    }

    /// What can be done.
    var remedy: String? {
        switch self {
        case .name: "Check the address, and this machine's name servers."
        case .unreachable, .server: nil
        case .certificate:
            "Where a company has certificates of its own, ca_file in the feed's table names their authority."
        case .privateAddress: "allow_private = true in the feed's table allows it."
        case .login:
            "username and password_file in the feed's table log in; headers_file sends a token along."
        case .botWall, .captcha, .forbidden:
            "Ask the publisher to let the User-Agent through, or set user_agent in the feed's table."
        case .notFound, .notAFeed: "The feed may have moved: tocsin feeds check looks for it."
        case .gone: "Take it out of the settings; it is asked again only in a year."
        case .tooManyRequests: "A longer min in the feed's table asks less often."
        case .partial: "What came is read; the rest may be missing."
        case .gap:
            "Nothing that the feed served at the last visit is served now, so it publishes faster than it was asked. "
                + "It is asked sooner from now on; a shorter max or min in its table does so for good."
        case .silent: "Perhaps it has moved, or nobody feeds it any more."
        }
    }
}
