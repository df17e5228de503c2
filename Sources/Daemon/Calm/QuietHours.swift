import FoundationEssentials

/// The hours of the day in which nobody is to be disturbed.
struct QuietHours: Hashable, Sendable {
    /// No quiet hours.
    static let none = QuietHours(from: 0, to: 0)

    /// When they begin, in minutes after midnight.
    let from: Int
    /// When they end; earlier than they begin where midnight lies between.
    let to: Int

    init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    /// Reads "23:00-06:00"; nothing stands for no quiet hours.
    init?(_ text: String) {
        if text.isEmpty {
            self = .none
            return
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = minutesAfterMidnight(String(ends[0])),
            let to = minutesAfterMidnight(String(ends[1])), from != to
        else { return nil }
        self.init(from: from, to: to)
    }

    /// When the quiet hours end in which a moment lies; nil where it lies in none.
    func end(at moment: Date, _ clock: WallClock) -> Date? {
        guard self != .none else { return nil }
        let end = clock.next(of: [to], after: moment)
        return end < clock.next(of: [from], after: moment) ? end : nil
    }
}

/// Reads a time of day: "08:00" is 480.
func minutesAfterMidnight(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
        parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return hour * 60 + minute
}
