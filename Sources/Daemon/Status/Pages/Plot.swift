/// Small plots that stand in a line of text: bars, with their numbers in words for those who do not see them.
enum Plot {
    private static let width = 5
    private static let height = 18

    /// Bars side by side.
    ///
    /// - Parameters:
    ///   - values: How high they are, compared with each other.
    ///   - label: What the plot shows, said in words.
    /// - Returns: An image without any style of its own.
    static func bars(_ values: [Double], label: String) -> HTML {
        let most = values.max() ?? 0
        let bars = values.enumerated().map { place, value -> HTML in
            // What is not nothing can be seen.
            let size = most > 0 && value > 0 ? max(2, Int((value / most * Double(height)).rounded())) : 0
            return size == 0 ? .nothing : "M\(place * width) \(height)v-\(size)h\(width - 1)v\(size)z"
        }
        let total = values.count * width - 1
        return """
            <svg class="plot" role="img" aria-label="\(label)" viewBox="0 0 \(total) \(height + 1)" \
            width="\(total)" height="\(height + 1)"><path class="ground" d="M0 \(height)h\(total)v1h-\(total)z"/>\
            <path d="\(bars)"/></svg>
            """
    }
}
