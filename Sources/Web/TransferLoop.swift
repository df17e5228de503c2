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
    private var waiting: [Int: any Order] = [:]
    private var running: [Int: any Transfer] = [:]

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
    func start(_ order: any Order) {
        guard !order.ticket.isCancelled else { return order.fail(.cancelled) }
        waiting[order.ticket.id] = order
        admission.apply(.init(id: order.ticket.id, host: order.host))
    }

    /// Ends an order whose task was cancelled; one that is unknown has its answer, or will be met by `start`.
    func cancel(_ id: Int) {
        if let order = waiting.removeValue(forKey: id) {
            order.fail(.cancelled)
        } else if let transfer = running[id] {
            end(transfer, .cancelled)
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
        for transfer in running.values { end(transfer, .shutDown) }
        for order in waiting.values { order.fail(.shutDown) }
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

    private func begin(_ order: any Order) {
        do throws(TransferError) {
            let transfer = try order.transfer(settings)
            running[order.ticket.id] = transfer
            add(transfer)
        } catch {
            admission.leave(order.host)
            order.fail(error)
        }
    }

    private func add(_ transfer: any Transfer) {
        // A handle that refused an option may still hold what it was to forget.
        guard !transfer.handle.hasFailed,
            curl_multi_add_handle(multi, transfer.handle.pointer) == CURLM_OK
        else {
            return end(transfer, .outOfMemory)
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
            switch transfer.step(after: tocsin_curl_message_result(message)) {
            case .onward(let prepare):
                curl_multi_remove_handle(multi, handle)
                prepare()
                add(transfer)
            case .over(let tell):
                end(transfer, tell)
            }
        }
    }

    private func end(_ transfer: any Transfer, _ error: TransferError) {
        end(transfer) { transfer.order.fail(error) }
    }

    private func end(_ transfer: any Transfer, _ tell: () -> Void) {
        curl_multi_remove_handle(multi, transfer.handle.pointer)
        running[transfer.order.ticket.id] = nil
        admission.leave(transfer.order.host)
        tell()
    }
}
