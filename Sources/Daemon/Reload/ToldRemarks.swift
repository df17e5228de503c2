import Synchronization

/// What the log has said of files, so that it is not said again each time somebody saves one.
final class ToldRemarks: Sendable {
    private let told = Mutex<Set<String>>([])

    /// Takes up all that there is to say this time; answers what of it was not said the last time, in its order.
    func news(_ remarks: [String]) -> [String] {
        told.withLock { told in
            defer { told = Set(remarks) }
            return remarks.filter { !told.contains($0) }
        }
    }

    /// Lets everything be said again.
    func forget() {
        told.withLock { $0 = [] }
    }
}
