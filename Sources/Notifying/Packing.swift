public import News

extension Channel {
    /// Writes out as much of a parcel as fits into one message, its alerts from the first on.
    ///
    /// Alerts are told one by one before they are told in less detail. So nothing is left out that the next message
    /// cannot tell.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: The most that may be said.
    /// - Returns: The message, how much it says, and how many alerts it tells; nil where not even one headline fits.
    /// - Throws: Where something cannot be written at all.
    public func pack(
        _ parcel: Parcel,
        from detail: Detail = .full
    ) throws -> (message: Message, detail: Detail, count: Int)? {
        guard case .alerts(let alerts, let occasion) = parcel.contents else {
            return try shrunk(parcel, from: detail).map { ($0, $1, parcel.ids.count) }
        }
        var count = min(alerts.count, manners.capacity)
        var part = parcel
        while count > 1 {
            part.contents = .alerts(Array(alerts.prefix(count)), occasion)
            part.id = part.contents.id
            if let message = try compose(part, detail: detail) { return (message, detail, count) }
            count = count * 2 / 3
        }
        part.contents = .alerts(Array(alerts.prefix(1)), occasion)
        part.id = parcel.edits == nil ? part.contents.id : parcel.id
        return try shrunk(part, from: detail).map { ($0, $1, 1) }
    }

    /// The message with as much detail as fits.
    private func shrunk(_ parcel: Parcel, from most: Detail) throws -> (Message, Detail)? {
        for detail in Detail.allCases where detail >= most {
            if let message = try compose(parcel, detail: detail) { return (message, detail) }
        }
        return nil
    }
}
