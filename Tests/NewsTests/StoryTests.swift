import News
import Testing

@Suite struct `A story's id` {
    @Test(arguments: [0, 1, 1 << 60 - 1, 0x0123_4567_89AB_CDE])
    func `is written in twelve characters and read again`(_ bits: Int64) {
        let id = StoryID(rawValue: bits)
        #expect(id.description.count == 12)
        #expect(StoryID(id.description) == id)
    }

    @Test func `follows from the item that opened the story`() {
        var item = Item(identity: "7", feedURL: "https://example.org/feed", title: "A truce")
        let id = StoryID(openedBy: item)
        item.title = "Another headline"
        #expect(StoryID(openedBy: item) == id)
        item.identity = "8"
        #expect(StoryID(openedBy: item) != id)
        #expect(id.rawValue >= 0)
    }

    @Test(arguments: ["", "3vk9", "ilou00000000", "0000000000000"])
    func `is nothing else`(_ text: String) {
        #expect(StoryID(text) == nil)
    }

    @Test func `has a beginning that others share`() {
        let range = StoryID.ids(beginning: "3v")
        #expect(range?.lowerBound.description == "3v0000000000")
        #expect(range?.upperBound.description == "3vzzzzzzzzzz")
        #expect(StoryID.ids(beginning: "") == nil)
        #expect(StoryID.ids(beginning: "no!") == nil)
    }
}
