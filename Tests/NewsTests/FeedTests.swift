import FoundationEssentials
import News
import Testing

@Suite struct `A feed's host` {
    @Test(
        arguments: [
            ("https://news.example/feed.xml", "news.example", "as nearly all are written"),
            ("https://News.Example", "news.example", "no path, capitals"),
            ("http://news.example:8080/feed", "news.example", "the port is no part of it"),
            ("https://news.example?format=rss", "news.example", "a query right after it"),
            ("https://news.example#top", "news.example", "a fragment right after it"),
            ("http://127.0.0.1/feed", "127.0.0.1", "an address in numbers"),
            ("https://user@news.example/feed", "news.example", "a user before it"),
            ("https://user:word@news.example/feed", "news.example", "a password that looks like a port"),
            ("https://user:12@news.example/a@b", "news.example", "an at sign in the path, too"),
            ("https://news.example/a@b", "news.example", "an at sign in the path alone"),
            ("http://[::1]:8080/feed", "[::1]", "version 6"),
            ("file:///srv/feed.xml", "file:///srv/feed.xml", "a local file is a server of its own"),
            ("news.example", "news.example", "no address at all is taken as it is"),
            ("https:/news.example", "https:/news.example", "one stroke is not two"),
        ] as [(String, String, String)]
    )
    func `is what its address names`(url: String, host: String, why: String) {
        #expect(Feed.host(of: url) == host, "\(why)")
    }
}
