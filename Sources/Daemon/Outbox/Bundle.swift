import FoundationEssentials
import News
import Notifying
import Storage

/// What a channel is told next, in one message if it fits.
struct Bundle: Hashable {
    private static let noticeLimit = 100

    /// What is told.
    var contents: Parcel.Contents
    /// What it settles, in the order of the contents.
    var members: [OwedDelivery]

    /// Chooses what comes next.
    ///
    /// What is due is told in order; what waited for the same reason is told together, and so is what has piled up. A
    /// list that rings all the time waits for the end of its minute, and the others pass it.
    ///
    /// - Parameters:
    ///   - waiting: What is due, in order.
    ///   - isCut: Whether still more is due.
    ///   - manners: What the channel takes.
    ///   - policy: What is late, and what is a flood.
    ///   - brake: Which lists are held back.
    ///   - now: The moment.
    /// - Returns: The next bundle; nil where nothing may be told yet.
    static func next(
        _ waiting: [OwedDelivery],
        isCut: Bool,
        manners: Manners,
        policy: DeliveryPolicy,
        brake: FloodBrake,
        now: Date
    ) -> Bundle? {
        let free = waiting.filter { owed in
            owed.freshAlert.map { brake.hold($0.match.list, owed: owed.due, now: now) == nil } ?? true
        }
        guard let head = free.first else { return nil }
        switch head.subject {
        case .notice:
            let notices = free.lazy.compactMap { owed in owed.notice.map { (owed, $0) } }.prefix(noticeLimit)
            return Bundle(contents: .notices(notices.map(\.1)), members: notices.map(\.0))
        case .update(let alert, _):
            return Bundle(contents: .update(alert), members: [head])
        case .alert(let alert):
            let alike: [OwedDelivery]
            let occasion: Occasion
            if let hold = head.hold {
                alike = free.filter { $0.hold == hold && $0.silenced == head.silenced && $0.alert != nil }
                occasion = Occasion(hold, head.silenced)
            } else if brake.isOver(alert.match.list) {
                alike = free.filter { $0.freshAlert?.match.list == alert.match.list }
                occasion = .flood(term: mainTerm(of: alike.compactMap(\.alert)))
            } else if policy.isLate(alert, now: now) {
                alike = urgentFirst(
                    free.filter { $0.freshAlert.map { policy.isLate($0, now: now) } ?? false }
                )
                let found = alike.compactMap { $0.alert?.found }
                occasion = .catchUp(from: found.min() ?? now, to: found.max() ?? now)
            } else {
                let fresh = free.filter { owed in
                    owed.freshAlert.map { !policy.isLate($0, now: now) && !brake.isOver($0.match.list) }
                        ?? false
                }
                // What is sent one by one must not use up what the receiver bears at once.
                alike = isCut || fresh.count > max(1, manners.burst / 2) ? fresh : [head]
                occasion = .news
            }
            let members = Array(alike.prefix(max(1, manners.capacity)))
            return Bundle(contents: .alerts(members.compactMap(\.alert), occasion), members: members)
        }
    }

    private static func urgentFirst(_ deliveries: [OwedDelivery]) -> [OwedDelivery] {
        deliveries.sorted { left, right in
            let (first, second) = (left.alert?.priority ?? .normal, right.alert?.priority ?? .normal)
            return (second, left.sequence) < (first, right.sequence)
        }
    }

    /// The words that made most of the alerts ring.
    private static func mainTerm(of alerts: [Alert]) -> String {
        var counts: [String: Int] = [:]
        for alert in alerts {
            for term in Set(alert.match.spans.map { $0.text.lowercased() }) { counts[term, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    }
}

extension OwedDelivery {
    /// The alert, where it is one.
    var alert: Alert? {
        if case .alert(let alert) = subject { alert } else { nil }
    }

    /// The notice, where it is one.
    fileprivate var notice: Notice? {
        if case .notice(let notice) = subject { notice } else { nil }
    }

    /// The alert, where it is one that is told at once.
    fileprivate var freshAlert: Alert? { hold == nil ? alert : nil }
}

extension Occasion {
    fileprivate init(_ hold: Hold, _ silenced: Silenced?) {
        self =
            switch hold {
            case .digest: .digest
            case .quietHours: .quietHours
            case .silence: .silence(silenced)
            }
    }
}
