import CCurl

/// Handles of usual requests that are over, for the next ones.
///
/// To make one and to tell it what all have in common costs a twelfth of an unchanged feed's visit. Only the client's
/// thread uses them.
final class SpareHandles {
    private var limit: Int
    private var handles: [EasyHandle] = []

    /// - Parameter limit: How many are kept at most.
    init(limit: Int) {
        self.limit = limit
    }

    /// A handle that knows what all usual requests have in common.
    func take() -> EasyHandle? {
        handles.popLast()
    }

    /// Keeps a handle, which must be no part of the multi handle any more; it forgets what it has learnt.
    func give(_ handle: EasyHandle) {
        guard handles.count < limit else { return }
        handle.forget()
        guard !handle.hasFailed else { return }
        handles.append(handle)
    }

    /// Lets go of all, and keeps none from now on.
    func close() {
        limit = 0
        handles = []
    }
}
