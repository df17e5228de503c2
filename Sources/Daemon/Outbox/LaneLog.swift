import FoundationEssentials
import Logging
import News
import Storage

/// What the log says of one channel: notices for what an operator wants to know, debug for the rest.
struct LaneLog: Sendable {
    let channel: String
    let logger: Logger

    func ended(_ ending: MessageEnding, of message: OutgoingMessage, _ before: ChannelState) {
        switch ending {
        case .delivered(_, let remark):
            if let remark { say(.warning, "channel does not reach everyone", ["reason": "\(remark)"]) }
            if before.failures > 0 {
                say(.notice, "channel is well again", ["failures": "\(before.failures)"])
            }
        case .kept(let reason, _, .distantFuture, _):
            say(.error, "channel is gone and not tried again before a reload", ["reason": "\(reason)"])
        case .kept(let reason, _, _, let isBroken):
            // Told once, when it begins: what goes on failing is in the status.
            let isNews = isBroken ? !before.isBroken : before.failures == 0
            let level: Logger.Level = !isNews ? .debug : isBroken ? .error : .notice
            say(level, isBroken ? "channel is broken" : "channel rests", ["reason": "\(reason)"])
        case .dead(let reason):
            let ids = message.contents.ids.joined(separator: " ")
            say(.error, "channel refuses an alert for good", ["alert": "\(ids)", "reason": "\(reason)"])
        case .moved(_, let reason):
            say(.warning, "channel has moved and is followed", ["reason": "\(reason)"])
        case .held(let reason):
            let ids = message.contents.ids.joined(separator: " ")
            say(.error, "channel is not told an alert again", ["alert": "\(ids)", "reason": "\(reason)"])
        case .rewritten(let reason):
            say(.notice, "channel refuses a message, which is tried in fewer words", ["reason": "\(reason)"])
        case .untried:
            break
        }
    }

    func fellBack(_ reason: String) {
        say(.warning, "a channel's template is not used for a message", ["reason": "\(reason)"])
    }

    func expired(_ count: Int) {
        say(.error, "deliveries are given up: the channel could not be told in time", ["count": "\(count)"])
    }

    func storeFailed(_ error: any Error) {
        say(.error, "the store does not answer the outbox", ["reason": "\(error)"])
    }

    private func say(_ level: Logger.Level, _ text: Logger.Message, _ facts: Logger.Metadata) {
        logger.log(level: level, text, metadata: facts.merging(["channel": "\(channel)"]) { $1 })
    }
}
