import CCurl

// What libcurl calls while it hands over a mail. The context is the transfer, which `TransferLoop` keeps alive
// until after the last call.

/// Called for the next bytes of the mail; answering 0 ends it.
func giveMail(
    bytes: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let transfer = transfer(context) else { return Int(CURL_READFUNC_ABORT) }
    return transfer.fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

/// Called for each line that the server sends; answering fewer bytes than given ends the transfer.
func takeReplyLine(
    bytes: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.dialogue.hear(server: line) ? line.count : 0
}

/// Called for all that libcurl would log, of which the lines that it sends are of interest.
///
/// A login's lines are among them, and are not kept.
func takeCommandLine(
    handle: UnsafeMutableRawPointer?,
    kind: curl_infotype,
    bytes: UnsafeMutablePointer<CChar>?,
    count: Int,
    context: UnsafeMutableRawPointer?
) -> Int32 {
    guard kind == CURLINFO_HEADER_OUT, let bytes, let transfer = transfer(context) else { return 0 }
    transfer.dialogue.hear(client: UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}

/// Called at least once a second, also where libcurl waits with its thread standing still; answering 1 ends the
/// wait.
///
/// Nothing hangs on the server's answer to a farewell.
func watch(
    context: UnsafeMutableRawPointer?,
    toDownload: curl_off_t,
    downloaded: curl_off_t,
    toUpload: curl_off_t,
    uploaded: curl_off_t
) -> Int32 {
    guard let transfer = transfer(context) else { return 1 }
    return transfer.isUnwanted || transfer.dialogue.isOver ? 1 : 0
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> MailTransfer? {
    context.map { Unmanaged<MailTransfer>.fromOpaque($0).takeUnretainedValue() }
}
