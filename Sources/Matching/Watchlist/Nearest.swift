/// The word that was probably meant, where one is close enough.
func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    return known.map { (distance: editDistance(word, $0, limit: limit), word: $0) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?
        .word
}

/// How many letters must be added, removed or replaced.
private func editDistance(_ left: String, _ right: String, limit: Int) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    guard abs(left.count - right.count) <= limit else { return limit + 1 }
    var row = Array(0...right.count)
    for (number, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = number + 1
        for column in right.indices {
            let cost = min(row[column + 1] + 1, row[column] + 1, diagonal + (letter == right[column] ? 0 : 1))
            diagonal = row[column + 1]
            row[column + 1] = cost
        }
    }
    return row[right.count]
}
