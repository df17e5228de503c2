import CCurl

/// An address taken apart.
///
/// Ownership: the value owns libcurl's parsed address, and frees each part it is asked for once it is copied.
struct URLParts: ~Copyable {
    private let handle: OpaquePointer

    init?(_ url: String) {
        guard let handle = curl_url() else { return nil }
        guard Self.set(handle, url) else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Follows a reference, with blanks and foreign letters in it as servers write them.
    func move(to reference: [UInt8]) -> Bool {
        let text = reference.map(CChar.init(bitPattern:)) + [0]
        let flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE
        return curl_url_set(handle, CURLUPART_URL, text, UInt32(flags)) == CURLUE_OK
    }

    private static func set(_ handle: OpaquePointer, _ url: String) -> Bool {
        curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK
    }

    subscript(part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let flags = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
