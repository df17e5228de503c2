/// The stories of the window.
///
/// A story's place is used again once it has left the window; its generation tells the new story from the old one.
struct StoryTable: Sendable {
    /// One story.
    struct Story: Sendable {
        /// The number that is told.
        var id: UInt32
        /// What whoever keeps the items knows it by.
        var key: Int64 = 0
        /// How many items it has.
        var members: UInt32
        /// When its last item came, in minutes; before all time for a free place.
        var last: Int32
        /// How many stories had this place before.
        var generation: UInt16
        /// The sum, over its words, of the squares of how many items have each.
        var squares: Float = 0
    }

    private var places: [Story] = []
    private var free: [Int32] = []
    private var hand = 0
    /// How many stories were ever opened.
    private(set) var opened: UInt32 = 0

    /// A table without stories.
    init() {}

    /// A table of stories in the state that they had.
    init(opened: UInt32, stories: [Story]) {
        self.opened = opened
        places = stories
    }

    /// How many places there are.
    var count: Int { places.count }

    /// How many of them are taken.
    var kept: Int { places.count - free.count }

    subscript(place: Int) -> Story { places[place] }

    /// Opens a story without items.
    mutating func open(key: Int64, in window: StoryWindow) -> Int {
        opened += 1
        if let place = free.popLast() {
            let generation = places[Int(place)].generation &+ 1
            places[Int(place)] = Story(
                id: opened,
                key: key,
                members: 0,
                last: window.now,
                generation: generation
            )
            return Int(place)
        }
        places.append(Story(id: opened, key: key, members: 0, last: window.now, generation: 0))
        return places.count - 1
    }

    /// Counts an item.
    mutating func addMember(to place: Int, in window: StoryWindow) {
        places[place].members += 1
        places[place].last = window.now
    }

    /// Takes note that one more item has a word, which now so many have.
    mutating func countWord(_ items: UInt16, in place: Int) {
        places[place].squares += Float(items) * 2 - 1
    }

    /// A first sighting of a word in a story.
    func posting(of place: Int) -> Posting {
        Posting(story: UInt32(place), generation: places[place].generation, count: 1)
    }

    /// What speaks against a story whose words an item has none of; each that it has takes its part off.
    func absence(of place: Int) -> Float {
        let items = Float(places[place].members) + StoryModel.silentItems
        return StoryModel.absence * places[place].squares / (items * items)
    }

    /// Whether the story at a place still takes items, and is the one of this key.
    func isLive(_ place: Int, key: Int64, in window: StoryWindow) -> Bool {
        places[place].key == key && places[place].last >= window.start
    }

    /// Whether the story of a posting still takes items.
    func isLive(_ posting: Posting, in window: StoryWindow) -> Bool {
        let story = places[Int(posting.story)]
        return story.generation == posting.generation && story.last >= window.start
    }

    /// The places of the stories that still take items, in the order in which they were opened.
    func livePlaces(in window: StoryWindow) -> [Int] {
        places.indices.filter { places[$0].last >= window.start }.sorted { places[$0].id < places[$1].id }
    }

    /// Goes on through two places, where an item takes one at most, and frees those of stories that have left the window.
    mutating func sweep(in window: StoryWindow) {
        for _ in 0..<min(2, places.count) {
            hand = hand + 1 < places.count ? hand + 1 : 0
            guard places[hand].last < window.start, places[hand].last > .min else { continue }
            places[hand].last = .min
            free.append(Int32(hand))
        }
    }

    /// How many bytes it holds.
    var footprint: Int { places.capacity * MemoryLayout<Story>.stride + free.capacity * 4 }
}
