import Logging
import News
import Storage

/// What the log says of polling: notices for what an operator wants to know, debug for the rest.
struct PollLog: Sendable {
    let logger: Logger

    func visited(_ feed: Feed, before: FeedState, after: FeedState) {
        if let address = after.movedAddress, address != before.movedAddress {
            logger.notice(
                "feed has moved for good, and is asked there from now on; change its address in the settings",
                metadata: ["feed": "\(feed.url)", "to": "\(address)"]
            )
        }
        let next: Logger.MetadataValue = "\(after.nextReason)"
        if let trouble = after.trouble {
            // Told once, when it begins, and when it is given up: what goes on failing is in the status.
            let isNews = before.failures == 0 || after.nextReason == Schedule.retired
            let level: Logger.Level = isNews ? .notice : .debug
            logger.log(
                level: level,
                "feed fails",
                metadata: ["feed": "\(feed.url)", "reason": "\(trouble)", "next": next]
            )
        } else if before.failures > 0 {
            logger.notice(
                "feed is well again",
                metadata: ["feed": "\(feed.url)", "failures": "\(before.failures)"]
            )
        } else {
            logger.debug("feed visited", metadata: ["feed": "\(feed.url)", "next": next])
        }
    }

    func read(_ feed: Feed, _ findings: Visit.Findings, alerts: Int) {
        logger.debug(
            "feed read",
            metadata: [
                "feed": "\(feed.url)", "items": "\(findings.items)", "unseen": "\(findings.unseen)",
                "alerts": "\(alerts)",
            ]
        )
        if findings.isMigration {
            logger.notice(
                "feed changed the ids of its items, which are known all the same",
                metadata: ["feed": "\(feed.url)"]
            )
        }
        if let cut = findings.cut {
            logger.debug("feed is incomplete", metadata: ["feed": "\(feed.url)", "reason": "\(cut)"])
        }
        if !findings.recovered.isEmpty {
            let repairs = findings.recovered.joined(separator: "; ")
            logger.debug("feed was repaired", metadata: ["feed": "\(feed.url)", "repairs": "\(repairs)"])
        }
    }

    func storeFailed(_ error: any Error) {
        logger.error("the store does not take a visit", metadata: ["reason": "\(error)"])
    }
}
