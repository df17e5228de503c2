import CCurl

/// What libcurl is told about a request.
extension RequestTransfer {
    /// Sets what a handle keeps from one usual request to the next.
    func configureCommon() {
        let request = order.request
        handle.configureConnection(settings, certificates: order.certificates)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        // Cookies are kept from one redirect to the next, which some sites want, and no longer.
        handle.set(CURLOPT_COOKIEFILE, "")
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let proxy = request.proxy { handle.set(CURLOPT_PROXY, proxy) }
        configureMethod()
        handle.set(CURLOPT_HEADERFUNCTION, takeHeader)
        handle.set(CURLOPT_WRITEFUNCTION, takeBody)
        handle.set(openSocket: openSocket)
        handle.set(beforeRequest: beforeRequest)
    }

    /// Sets all that may differ between two usual requests.
    func configureRequest() {
        let request = order.request
        handle.set(CURLOPT_USERAGENT, request.userAgent ?? settings.userAgent)
        // The headers that libcurl was given would go along to every server; `Journey` says which may.
        handle.set(CURLOPT_FOLLOWLOCATION, request.maxRedirects > 0 && !request.hasSecrets ? 1 : 0)
        handle.set(CURLOPT_MAXREDIRS, max(0, request.maxRedirects))
        handle.set(connectTimeout: request.timeouts.connect)
        handle.set(CURLOPT_LOW_SPEED_TIME, (request.timeouts.stall.milliseconds + 999) / 1_000)
        handle.set(CURLOPT_LOW_SPEED_LIMIT, request.timeouts.stallRate)
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_PRIVATE, pointer: UnsafeMutableRawPointer(bitPattern: order.ticket.id))
        handle.set(CURLOPT_HEADERDATA, pointer: context)
        handle.set(CURLOPT_WRITEDATA, pointer: context)
        handle.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        handle.set(CURLOPT_PREREQDATA, pointer: context)
        configureTry()
    }

    /// Sets the options that differ between the first try and the second.
    func configureTry() {
        let request = order.request
        // Only what is safe to send again may go over a connection that has lain idle: libcurl repeats a
        // request when such a connection turns out to be dead, and nobody knows whether the server had read
        // it.
        let isAlone = !request.isSafe || isFresh
        handle.set(CURLOPT_FRESH_CONNECT, isAlone ? 1 : 0)
        handle.set(CURLOPT_FORBID_REUSE, request.isSafe ? 0 : 1)
        handle.set(CURLOPT_HTTP_CONTENT_DECODING, isPlain ? 0 : 1)
        // The empty string stands for every coding this libcurl knows.
        handle.set(CURLOPT_ACCEPT_ENCODING, isPlain ? "identity, gzip;q=0" : request.isSafe ? "" : nil)
        configureHop(request.url)
    }

    /// Sets the options that differ between one hop and the next, where redirects are followed here.
    func configureHop(_ url: String) {
        let headers = order.headers
        handle.set(CURLOPT_URL, url)
        handle.set(CURLOPT_HTTPHEADER, lines: headers.open + (journey.isAtHome ? headers.secret : []))
        handle.set(CURLOPT_COOKIE, bytes: journey.isAtHome ? headers.cookie : nil)
        // 0 would mean "no limit".
        handle.set(CURLOPT_TIMEOUT_MS, max(1, timeLeft.milliseconds))
    }

    private func configureMethod() {
        let request = order.request
        switch request.method {
        case .get: handle.set(CURLOPT_HTTPGET, 1)
        case .head: handle.set(CURLOPT_NOBODY, 1)
        case .post, .put, .delete, .patch:
            handle.set(CURLOPT_POST, 1)
            handle.set(body: request.body ?? [])
            if request.method != .post { handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        }
    }
}
