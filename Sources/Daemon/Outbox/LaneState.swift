import FoundationEssentials
import News
import Storage

extension OwedDelivery {
    /// Whether it must not be told in the quiet hours.
    var disturbs: Bool { alert.map { $0.priority < .urgent } ?? false }
}

extension ChannelState {
    /// Takes up how an attempt ended, as the store does.
    mutating func take(_ ending: MessageEnding, now: Date) {
        switch ending {
        case .delivered:
            let place = movedTo
            self = ChannelState()
            movedTo = place
        case .moved(let place, _): movedTo = place
        case .dead: refusals += 1
        case .kept(_, _, _, let isBroken):
            failures += 1
            self.isBroken = isBroken
            since = since ?? now
        case .untried, .rewritten, .held: break
        }
    }
}

extension MessageEnding {
    /// Until when the channel rests because of it.
    var rest: Date? {
        if case .kept(_, _, let until, _) = self { until } else { nil }
    }
}
