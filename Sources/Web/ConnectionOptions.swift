import CCurl

extension EasyHandle {
    private static let dnsCacheSeconds = 300

    /// Sets what every connection has in common.
    ///
    /// - Parameters:
    ///   - settings: Those of the client.
    ///   - certificates: The file of authorities to trust; nil trusts the client's.
    func configureConnection(_ settings: TransferSettings, certificates: String?) {
        set(CURLOPT_NOSIGNAL, 1)
        // Else the end of a transfer waits for the lookup of its name, and every other transfer with it.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_DNS_CACHE_TIMEOUT, Self.dnsCacheSeconds)
        // The empty string, and not null, keeps libcurl from asking the environment.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOPROXY, "")
        // With Debian's directory of certificates, libcurl reads all of them anew for each connection.
        set(CURLOPT_CAPATH, nil as String?)
        set(CURLOPT_CAINFO, certificates ?? settings.certificates)
        set(CURLOPT_SHARE, pointer: settings.share)
    }

    /// Sets how long it may take until the connection stands.
    func set(connectTimeout: Duration) {
        // 0 would mean libcurl's own.
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, connectTimeout.milliseconds))
    }
}

extension Duration {
    /// Whole milliseconds, as many as libcurl can count.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(min(seconds, 1 << 20)) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
