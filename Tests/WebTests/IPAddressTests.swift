import Testing

@testable import Web

@Suite struct `An address` {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let isPublic: Bool
        let because: String

        var testDescription: String { "\(text) (\(because))" }
    }

    static let rows = [
        Row(text: "93.184.216.34", isPublic: true, because: "a server like any other"),
        Row(text: "1.1.1.1", isPublic: true, because: "a server like any other"),
        Row(text: "0.0.0.0", isPublic: false, because: "Linux connects it to itself"),
        Row(text: "0.1.2.3", isPublic: false, because: "this network"),
        Row(text: "10.0.0.1", isPublic: false, because: "RFC 1918"),
        Row(text: "100.64.0.1", isPublic: false, because: "carrier-grade NAT"),
        Row(text: "100.63.255.255", isPublic: true, because: "just before carrier-grade NAT"),
        Row(text: "100.128.0.0", isPublic: true, because: "just after carrier-grade NAT"),
        Row(text: "127.0.0.1", isPublic: false, because: "loopback"),
        Row(text: "127.255.255.254", isPublic: false, because: "loopback to its end"),
        Row(text: "169.254.169.254", isPublic: false, because: "a cloud's metadata"),
        Row(text: "172.15.255.255", isPublic: true, because: "just before RFC 1918"),
        Row(text: "172.16.0.1", isPublic: false, because: "RFC 1918"),
        Row(text: "172.31.255.255", isPublic: false, because: "RFC 1918"),
        Row(text: "172.32.0.0", isPublic: true, because: "just after RFC 1918"),
        Row(text: "192.168.1.1", isPublic: false, because: "RFC 1918"),
        Row(text: "192.0.2.1", isPublic: false, because: "documentation"),
        Row(text: "198.19.0.1", isPublic: false, because: "benchmarks"),
        Row(text: "224.0.0.1", isPublic: false, because: "multicast"),
        Row(text: "255.255.255.255", isPublic: false, because: "broadcast"),
        Row(text: "::", isPublic: false, because: "unspecified"),
        Row(text: "::1", isPublic: false, because: "loopback"),
        Row(text: "::ffff:127.0.0.1", isPublic: false, because: "loopback, mapped"),
        Row(text: "::ffff:1.1.1.1", isPublic: true, because: "public, mapped"),
        Row(text: "::127.0.0.1", isPublic: false, because: "IPv4-compatible, long given up"),
        Row(text: "64:ff9b::10.0.0.1", isPublic: false, because: "private behind NAT64"),
        Row(text: "64:ff9b::1.1.1.1", isPublic: true, because: "public behind NAT64"),
        Row(text: "64:ff9b:1::1", isPublic: false, because: "local NAT64"),
        Row(text: "fe80::1%eth0", isPublic: false, because: "link-local with a zone"),
        Row(text: "fd00::1", isPublic: false, because: "unique local"),
        Row(text: "ff02::1", isPublic: false, because: "multicast"),
        Row(text: "2002:7f00:1::", isPublic: false, because: "loopback by 6to4"),
        Row(text: "2001::1", isPublic: false, because: "Teredo"),
        Row(text: "2001:db8::1", isPublic: false, because: "documentation"),
        Row(text: "3fff::1", isPublic: false, because: "documentation"),
        Row(text: "2001:4860:4860::8888", isPublic: true, because: "a server like any other"),
        Row(text: "2606:4700:4700::1111", isPublic: true, because: "a server like any other"),
    ]

    @Test(arguments: rows)
    func `is public or it is not`(_ row: Row) throws {
        #expect(try #require(IPAddress(row.text)).isPublic == row.isPublic)
    }

    @Test(arguments: ["example.org", "", "1.2.3", "0x7f.1", "1.2.3.4.5"])
    func `is not made of a name`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        "http://0x7f.1/", "http://2130706433/", "http://LOCALHOST/", "http://[::1]/", "http://a.localhost/",
    ])
    func `is recognised in an address's other spellings`(_ url: String) throws {
        #expect(try #require(Target(url)).isWrittenPrivate)
    }
}
