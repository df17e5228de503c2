import Testing

@testable import Feeds

@Suite struct `Relative references` {
    /// RFC 3986, section 5.4.
    static let rows = [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), (";x", "http://a/b/c/;x"), (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("http://x/%20y", "http://x/%20y"),
    ]

    @Test(arguments: rows)
    func `resolve as RFC 3986 says`(_ link: String, _ address: String) {
        #expect(resolve(link, against: "http://a/b/c/d;p?q") == address)
    }

    @Test func `are none where nothing is written`() {
        #expect(resolve(" \n ", against: "http://a/") == nil)
    }
}
