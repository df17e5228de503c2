import CCurl

/// Carries out orders, on one thread.
///
/// Ownership: the object owns the transfers; the multi handle and the share handle in the settings are lent
/// by `Engine` and outlive them. A transfer is removed from the multi handle before it is let go.
final class TransferLoop {
    private let multi: UnsafeMutableRawPointer
    private let settings: TransferSettings
    private let sockets: Sockets
    private var admission: Admission
    private var waiting: [Int: Order] = [:]
    private var running: [Int: Transfer] = [:]

    init(
        _ multi: UnsafeMutableRawPointer,
        _ alarm: Alarm,
        _ settings: TransferSettings,
        _ limits: ConnectionLimits
    ) {
        self.multi = multi
        sockets = Sockets(multi, alarm)
        self.settings = settings
        admission = Admission(limits)
    }

    /// Takes up an order.
    func start(_ order: Order) {
        guard !order.ticket.isCancelled else { return order.answer(.failure(.cancelled)) }
        waiting[order.ticket.id] = order
        admission.apply(.init(id: order.ticket.id, host: order.host))
    }

    /// Ends an order whose task was cancelled; one that is unknown has its answer, or will be met by `start`.
    func cancel(_ id: Int) {
        if let order = waiting.removeValue(forKey: id) {
            order.answer(.failure(.cancelled))
        } else if let transfer = running[id] {
            end(transfer, .failure(.cancelled))
        }
    }

    /// Waits until there is something to do, and moves transfers on.
    func step() {
        sockets.step()
        collect()
        admit()
    }

    /// Ends everything; no transfer is left.
    func abandon() {
        for transfer in running.values { end(transfer, .failure(.shutDown)) }
        for order in waiting.values { order.answer(.failure(.shutDown)) }
        waiting = [:]
        sockets.leave()
    }

    /// Begins what there is room for.
    func admit() {
        while let applicant = admission.next() {
            guard let order = waiting.removeValue(forKey: applicant.id) else {
                admission.leave(applicant.host)  // cancelled in the queue
                continue
            }
            begin(order)
        }
    }

    private func begin(_ order: Order) {
        do throws(TransferError) {
            let transfer = try Transfer(order, settings)
            running[order.ticket.id] = transfer
            add(transfer)
        } catch {
            admission.leave(order.host)
            order.answer(.failure(error))
        }
    }

    private func add(_ transfer: Transfer) {
        // A handle that refused an option may still hold what it was to forget.
        guard !transfer.handle.hasFailed,
            curl_multi_add_handle(multi, transfer.handle.pointer) == CURLM_OK
        else {
            return end(transfer, .failure(.outOfMemory))
        }
    }

    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else {
                continue
            }
            var id: UnsafeMutableRawPointer?
            tocsin_curl_get_pointer(handle, CURLINFO_PRIVATE, &id)
            guard let transfer = running[Int(bitPattern: id)] else { continue }
            switch transfer.verdict(tocsin_curl_message_result(message)) {
            case .finished(let result): end(transfer, result)
            case .again(let retry):
                curl_multi_remove_handle(multi, handle)
                transfer.prepare(for: retry)
                add(transfer)
            case .onward(let url):
                curl_multi_remove_handle(multi, handle)
                transfer.follow(to: url)
                add(transfer)
            }
        }
    }

    private func end(_ transfer: Transfer, _ result: Result<Response, TransferError>) {
        curl_multi_remove_handle(multi, transfer.handle.pointer)
        running[transfer.order.ticket.id] = nil
        admission.leave(transfer.order.host)
        transfer.order.answer(result)
    }
}

extension Order {
    /// What the limit per host counts by.
    fileprivate var host: String { "\(target.scheme)://\(target.place)" }
}
