import CCurl

/// One libcurl transfer handle and the memory it points to.
///
/// Ownership: the object owns the C handle, the lists of lines and the error buffer, and frees them when it is
/// destroyed. libcurl holds pointers to the latter two until then. Whoever adds the handle to a multi handle
/// removes it from there before letting go of the object.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// Whether an option was refused, which is for lack of memory: all that are set are known to this
    /// libcurl.
    private(set) var hasFailed = false
    private var lists: [CURLoption.RawValue: UnsafeMutablePointer<curl_slist>] = [:]
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init() throws(TransferError) {
        guard let pointer = curl_easy_init() else { throw .outOfMemory }
        self.pointer = pointer
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, pointer: errorBuffer)
    }

    deinit {
        curl_easy_cleanup(pointer)
        for list in lists.values { curl_slist_free_all(list) }
        errorBuffer.deallocate()
    }

    /// What libcurl had to say about the last failure; empty where it said nothing.
    var errorText: String {
        String(
            decoding: UnsafeBufferPointer(start: errorBuffer, count: Int(CURL_ERROR_SIZE))
                .prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(tocsin_curl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String?) {
        note(tocsin_curl_set_string(pointer, option, value))
    }

    /// Copies the bytes into libcurl, as text that ends before its first NUL.
    func set(_ option: CURLoption, bytes: [UInt8]?) {
        guard let bytes else { return set(option, nil as String?) }
        var text = bytes + [0]
        text.withUnsafeMutableBytes { set(option, pointer: $0.baseAddress) }
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        note(tocsin_curl_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, _ callback: @escaping BytesCallback) {
        note(tocsin_curl_set_bytes_callback(pointer, option, callback))
    }

    func set(openSocket callback: @escaping OpenSocketCallback) {
        note(tocsin_curl_set_open_socket_callback(pointer, callback))
    }

    func set(beforeRequest callback: @escaping BeforeRequestCallback) {
        note(tocsin_curl_set_before_request_callback(pointer, callback))
    }

    func set(debug callback: @escaping DebugCallback) {
        note(tocsin_curl_set_debug_callback(pointer, callback))
    }

    func set(progress callback: @escaping ProgressCallback) {
        note(tocsin_curl_set_progress_callback(pointer, callback))
    }

    /// Copies the body into libcurl.
    func set(body: [UInt8]) {
        note(tocsin_curl_set_off_t(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        body.withUnsafeBytes { bytes in
            // A null pointer would mean a body that comes through a callback.
            var none: UInt8 = 0
            withUnsafeMutablePointer(to: &none) { empty in
                let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
                set(CURLOPT_COPYPOSTFIELDS, pointer: start ?? UnsafeMutableRawPointer(empty))
            }
        }
    }

    /// Takes the lines as an option's list, instead of any before; they end before their first NUL.
    func set(_ option: CURLoption, lines: [[UInt8]]) {
        let former = lists[option.rawValue]
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            let text = line.map(CChar.init(bitPattern:)) + [0]
            guard let longer = curl_slist_append(list, text) else {
                hasFailed = true
                break
            }
            list = longer
        }
        lists[option.rawValue] = list
        note(tocsin_curl_set_list(pointer, option, list))
        curl_slist_free_all(former)
    }

    func int(_ info: CURLINFO) -> Int {
        var value = 0
        return tocsin_curl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    func microseconds(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return tocsin_curl_get_off_t(pointer, info, &value) == CURLE_OK ? Int(value) : 0
    }

    func string(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        guard tocsin_curl_get_string(pointer, info, &value) == CURLE_OK, let value else { return "" }
        return String(cString: value)
    }

    /// Forgets a transfer that is over: its cookies, its headers and its error.
    func forget() {
        set(CURLOPT_COOKIELIST, "ALL")
        set(CURLOPT_COOKIE, nil as String?)
        set(CURLOPT_HTTPHEADER, lines: [])
        errorBuffer.pointee = 0
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK { hasFailed = true }
    }
}

typealias BytesCallback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int
typealias OpenSocketCallback =
    @convention(c) (UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?) ->
    curl_socket_t
typealias BeforeRequestCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
    ) -> Int32
typealias DebugCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, curl_infotype, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?
    ) -> Int32
typealias ProgressCallback =
    @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> Int32
