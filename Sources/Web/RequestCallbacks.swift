import CCurl
import Glibc

// What libcurl calls during a request. The context is the transfer, which `TransferLoop` keeps alive until
// after the last call.

/// Called for each header line; answering fewer bytes than given ends the transfer.
func takeHeader(
    bytes: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.received.takeHeaderLine(line) ? line.count : 0
}

/// Called for each piece of the decoded body; answering fewer bytes than given ends the transfer.
func takeBody(
    bytes: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    // The body of a redirect is read only so that the connection can be kept.
    guard !transfer.isOnItsWay else { return piece.count }
    return transfer.received.takeBody(piece) ? piece.count : 0
}

/// Called to open a socket to an address that a name stands for.
func openSocket(
    context: UnsafeMutableRawPointer?,
    purpose: curlsocktype,
    address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address, let transfer = transfer(context) else { return -1 }
    // The address is the last member, and longer than that member's generic type says.
    let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr).map { UnsafeRawPointer(address) + $0 }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(address.pointee.addrlen))
    guard transfer.addressGuard.allows(socketAddress: bytes) else { return -1 }
    return openAnySocket(context: context, purpose: purpose, address: address)
}

/// Called to open a socket where any address will do.
func openAnySocket(
    context: UnsafeMutableRawPointer?,
    purpose: curlsocktype,
    address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address = address?.pointee else { return -1 }
    return socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
}

/// Called before each request, the first one and those of redirects, over new and old connections.
func beforeRequest(
    context: UnsafeMutableRawPointer?,
    peerAddress: UnsafeMutablePointer<CChar>?,
    ownAddress: UnsafeMutablePointer<CChar>?,
    peerPort: Int32,
    ownPort: Int32
) -> Int32 {
    guard let transfer = transfer(context) else { return CURL_PREREQFUNC_ABORT }
    let url = transfer.handle.string(CURLINFO_EFFECTIVE_URL)
    let peer = peerAddress.map { String(cString: $0) } ?? ""
    guard transfer.addressGuard.allows(url: url, peer: peer) else { return CURL_PREREQFUNC_ABORT }
    transfer.hasSent = true
    return CURL_PREREQFUNC_OK
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> RequestTransfer? {
    context.map { Unmanaged<RequestTransfer>.fromOpaque($0).takeUnretainedValue() }
}
