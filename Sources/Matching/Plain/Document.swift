public import News

/// The texts of an item, cut into words once for all lists.
public struct Document: Sendable {
    /// The item.
    let item: Item
    /// The words of its texts.
    private let title: Words
    private let summary: Words
    private let body: Words
    /// Examples come from no feed and in no language: filters are taken to hold.
    let isExample: Bool

    /// Cuts an item's texts.
    public init(_ item: Item) {
        self.init(item, isExample: false)
    }

    /// Cuts an item that comes from no feed: an example of a watch file, or what somebody typed.
    ///
    /// It fits all filters.
    public init(example item: Item) {
        self.init(item, isExample: true)
    }

    /// An example of a watch file as an item: `headline`, or `headline || summary`.
    public static func item(example: String, plainText: (String) -> String) -> Item {
        let halves = halves(of: example)
        return Item(identity: "", title: plainText(halves.title), summary: plainText(halves.summary))
    }

    private init(_ item: Item, isExample: Bool) {
        self.item = item
        self.isExample = isExample
        title = Words(item.title)
        summary = Words(item.summary)
        body = Words(item.body)
    }

    private static func halves(of example: String) -> (title: String, summary: String) {
        let characters = Array(example)
        let bar = Array(" || ")
        guard characters.count >= bar.count,
            let cut = (0...(characters.count - bar.count)).first(where: {
                characters[$0...].starts(with: bar)
            })
        else { return (example, "") }
        return (String(characters[..<cut]), String(characters[(cut + bar.count)...]))
    }
}

extension Document {
    /// A text as a level sees it.
    enum View: Int, CaseIterable, Hashable {
        case title
        /// The first words of the summary, or of the body where there is no summary.
        case lead
        case summary
        case body
    }

    /// The views that make up a scope.
    static func views(of scope: Query.Scope) -> [View] {
        switch scope {
        case .title: [.title]
        case .lead: [.title, .lead]
        case .text: [.title, .summary, .body]
        case .summary: [.summary]
        case .body: [.body]
        }
    }

    /// The field that a view shows.
    func field(of view: View) -> Field {
        switch view {
        case .title: .title
        case .summary: .summary
        case .body: .body
        case .lead: item.summary.isBlank ? .body : .summary
        }
    }

    /// The text of a field.
    func text(of field: Field) -> String {
        item.text(of: field)
    }

    /// The words of a field.
    func words(of field: Field) -> Words {
        switch field {
        case .title: title
        case .summary: summary
        case .body: body
        }
    }

    /// The position at which a view ends.
    func end(of view: View) -> Int {
        view == .lead ? words(of: field(of: view)).end(ofFirst: Limits.leadWords) : .max
    }

    /// Whether the item fits a filter.
    func fits(_ filter: Filter) -> Bool {
        filter.holds(for: item)
    }
}

extension Item {
    /// The text of a field.
    func text(of field: Field) -> String {
        switch field {
        case .title: title
        case .summary: summary
        case .body: body
        }
    }
}

extension String {
    /// Whether there is nothing but white space.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
