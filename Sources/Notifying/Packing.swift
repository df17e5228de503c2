public import News

extension Channel {
    /// Writes out as much of a parcel as fits into one message, its alerts or notices from the first on.
    ///
    /// They are told one by one before they are told in less detail. So nothing is left out that the next message
    /// cannot tell. A message that tells but a part bears an id of its own.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: The most that may be said.
    /// - Returns: The message, how much it says, and how many it tells; nil where not even one headline fits.
    /// - Throws: Where something cannot be written at all.
    public func pack(
        _ parcel: Parcel,
        from detail: Detail = .full
    ) throws -> (message: Message, detail: Detail, count: Int)? {
        let all = parcel.ids.count
        var count = min(all, max(1, manners.capacity))
        while count > 1 {
            if let message = try compose(parcel.prefix(count), detail: detail) {
                return (message, detail, count)
            }
            count = count * 2 / 3
        }
        let one = parcel.prefix(1)
        for less in Detail.allCases where less >= detail {
            if let message = try compose(one, detail: less) { return (message, less, 1) }
        }
        return nil
    }

    /// The messages that tell all of a parcel, in order.
    ///
    /// - Parameter parcel: What is to be told.
    /// - Returns: The messages; nil where something in it fits into none.
    /// - Throws: Where something cannot be written at all.
    public func messages(_ parcel: Parcel) throws -> [Message]? {
        var messages: [Message] = []
        var rest = parcel
        while true {
            guard let packed = try pack(rest) else { return nil }
            messages.append(packed.message)
            guard packed.count < rest.ids.count else { return messages }
            rest.contents = rest.contents.dropFirst(packed.count)
            rest.id = rest.contents.id
        }
    }
}

extension Parcel {
    /// The parcel with the first of its alerts or notices, under an id of its own where these are not all.
    fileprivate func prefix(_ count: Int) -> Parcel {
        guard count < ids.count else { return self }
        var part = self
        part.contents = contents.prefix(count)
        part.id = part.contents.id
        return part
    }
}
