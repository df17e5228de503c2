import CCurl
public import FoundationEssentials

/// The moment that an HTTP date names, in any of the forms servers send; nil where it cannot be read.
///
/// libcurl would also take a bare number for a date. Every form of an HTTP date names its month.
public func httpDate(_ text: String) -> Date? {
    guard text.utf8.contains(where: { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") })
    else {
        return nil
    }
    let seconds = curl_getdate(text, nil)
    return seconds >= 0 ? Date(timeIntervalSince1970: TimeInterval(seconds)) : nil
}
