/// Reads a length of time as people write it: a whole number and s, m, h or d.
public func readDuration(_ text: String) -> Duration? {
    guard let unit = text.last, let number = Int(text.dropLast()), (0...1_000_000_000).contains(number) else {
        return nil
    }
    switch unit {
    case "s": return .seconds(number)
    case "m": return .seconds(number * 60)
    case "h": return .seconds(number * 3_600)
    case "d": return .seconds(number * 86_400)
    default: return nil
    }
}

/// Reads how often something may happen, as the pause between two times: "1/s", "20/min", "500/h".
func readRate(_ text: String) -> Duration? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let seconds = ["s": 1, "min": 60, "m": 60, "h": 3_600, "day": 86_400, "d": 86_400]
    guard parts.count == 2, let number = Int(parts[0]), (1...1_000_000).contains(number) else { return nil }
    return seconds[String(parts[1])].map { Duration.seconds($0) / number }
}

/// A length of time in the largest unit that says it in whole numbers: "90s", "5m", "6h", "3d".
public func say(_ length: Duration) -> String {
    let seconds = length.components.seconds
    for (size, unit) in [(86_400, "d"), (3_600, "h"), (60, "m")]
    where seconds > 0 && seconds % Int64(size) == 0 {
        return "\(seconds / Int64(size))\(unit)"
    }
    return "\(seconds)s"
}

/// A length of time as people say it: at most two units, the smaller one left out where it does not matter.
public func sayRoughly(_ length: Duration) -> String {
    let seconds = Int(length.components.seconds)
    switch seconds {
    case ..<90: return "\(seconds)s"
    case 3_600: return "1h"
    case ..<5_400: return "\((seconds + 30) / 60)m"
    case ..<172_800:
        let minutes = (seconds + 150) / 300 * 5
        return minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes / 60)h \(minutes % 60)m"
    default:
        let hours = (seconds + 1_800) / 3_600
        return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours / 24)d \(hours % 24)h"
    }
}

/// The word among the known ones that a mistyped one was most likely meant to be: at most two letters away, and
/// less than half of it.
public func nearest(to word: String, among known: some Collection<String>) -> String? {
    let ranked = known.map { (word: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
    let best = ranked.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let best, best.distance <= 2, best.distance * 2 < max(word.count, 2) else { return nil }
    return best.word
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            var cost = min(rows[i][j] + (left[i] == right[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, rows[i - 1][j - 1] + 1)
            }
            row.append(cost)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
