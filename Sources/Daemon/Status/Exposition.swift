import FoundationEssentials
import News
import Storage

/// What was counted, in Prometheus' text format (version 0.0.4); `docs/status.md` says what each number means.
struct Exposition {
    /// What is asked at the moment of the scrape.
    struct Gauges {
        var feeds: FeedCounts
        var channels: [ChannelStatus]
        var lists: Int
        var mistakes: Int
        var storeBytes: Int
        var process: ProcessFacts
        var now: Date
    }

    private(set) var text = ""

    init(_ counts: Metrics.Counts, _ gauges: Gauges) {
        polls(counts)
        alerts(counts)
        deliveries(counts, gauges)
        state(counts, gauges)
        process(counts, gauges.process)
    }

    private mutating func polls(_ counts: Metrics.Counts) {
        family("tocsin_polls_total", .counter, "Visits to feeds that have ended, by how.")
        let failed = counts.failures.values.reduce(0, +)
        for (outcome, count) in [
            ("read", counts.readings), ("unchanged", counts.unchanged), ("failed", failed),
        ] {
            sample("tocsin_polls_total", ["outcome": outcome], Double(count))
        }
        family("tocsin_poll_failures_total", .counter, "Visits that failed, by what ails the feed.")
        for (kind, count) in counts.failures.sorted(by: {
            ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "")
        }) {
            sample("tocsin_poll_failures_total", ["ailment": kind?.rawValue ?? "other"], Double(count))
        }
        single(
            "tocsin_poll_body_bytes_total",
            .counter,
            "Bytes of documents received, unpacked.",
            counts.bytes
        )
        single("tocsin_items_total", .counter, "Items in documents that were read.", counts.items)
        single("tocsin_items_unseen_total", .counter, "Items that were new or had changed.", counts.unseen)
        single(
            "tocsin_store_failures_total",
            .counter,
            "Visits the store did not take.",
            counts.storeFailures
        )
        family("tocsin_poll_duration_seconds", .histogram, "From the start of a visit to its writing.")
        histogram("tocsin_poll_duration_seconds", [:], counts.visits)
    }

    private mutating func alerts(_ counts: Metrics.Counts) {
        family("tocsin_hits_total", .counter, "Items that a list hit, repeats of a story included.")
        for (list, count) in counts.hits.sorted(by: { $0.key < $1.key }) {
            sample("tocsin_hits_total", ["list": list], Double(count))
        }
        family("tocsin_alerts_total", .counter, "Alerts raised, by list and by what followed.")
        let alerts = counts.alerts.sorted {
            ($0.key.list, $0.key.decision.rawValue) < ($1.key.list, $1.key.decision.rawValue)
        }
        for (key, count) in alerts {
            let labels: KeyValuePairs = ["list": key.list, "decision": key.decision.rawValue]
            sample("tocsin_alerts_total", labels, Double(count))
        }
    }

    private mutating func deliveries(_ counts: Metrics.Counts, _ gauges: Gauges) {
        family("tocsin_messages_total", .counter, "Attempts to send a message, by channel and outcome.")
        sent("tocsin_messages_total", counts.messages)
        family("tocsin_deliveries_total", .counter, "Deliveries settled, by channel and outcome.")
        sent("tocsin_deliveries_total", counts.deliveries)
        family(
            "tocsin_alert_latency_seconds",
            .histogram,
            "From the visit that found an alert to its delivery."
        )
        for (channel, histogram) in counts.latency.sorted(by: { $0.key < $1.key }) {
            self.histogram("tocsin_alert_latency_seconds", ["channel": channel], histogram)
        }
        family("tocsin_outbox_deliveries", .gauge, "Deliveries that wait, those not due yet included.")
        each(gauges.channels, "tocsin_outbox_deliveries") { Double($0.waiting) }
        family(
            "tocsin_outbox_age_seconds",
            .gauge,
            "For how long the oldest delivery that waits has been due."
        )
        each(gauges.channels, "tocsin_outbox_age_seconds") { channel in
            channel.overdueSince.map { gauges.now.timeIntervalSince($0) } ?? 0
        }
        family("tocsin_outbox_given_up", .gauge, "Deliveries given up and still kept.")
        each(gauges.channels, "tocsin_outbox_given_up") { Double($0.givenUp) }
        family("tocsin_channel_broken", .gauge, "1 where someone must look after a channel.")
        each(gauges.channels, "tocsin_channel_broken") { $0.trouble?.isBroken ?? false ? 1 : 0 }
        family("tocsin_channel_failures", .gauge, "How often in a row a channel has failed.")
        each(gauges.channels, "tocsin_channel_failures") { Double($0.trouble?.failures ?? 0) }
        family(
            "tocsin_channel_last_delivery_timestamp_seconds",
            .gauge,
            "When a channel last took a message."
        )
        for channel in gauges.channels {
            guard let last = channel.lastDelivery?.timeIntervalSince1970 else { continue }
            sample("tocsin_channel_last_delivery_timestamp_seconds", ["channel": channel.name], last)
        }
    }

    private mutating func state(_ counts: Metrics.Counts, _ gauges: Gauges) {
        single("tocsin_feeds", .gauge, "Feeds that are polled.", gauges.feeds.all)
        family("tocsin_feeds_unwell", .gauge, "Feeds that are not well, by what ails them.")
        for kind in Ailment.Kind.allCases {
            let count = gauges.feeds.ailing[kind] ?? 0
            sample("tocsin_feeds_unwell", ["ailment": kind.rawValue], Double(count))
        }
        single("tocsin_lists", .gauge, "Lists in force.", gauges.lists)
        single("tocsin_mistakes", .gauge, "Mistakes in lists, as last loaded.", gauges.mistakes)
        single("tocsin_store_bytes", .gauge, "Size of the database.", gauges.storeBytes)
        family("tocsin_reloads_total", .counter, "Reloads of settings and lists, by result.")
        for isTakenUp in [true, false] {
            let result = isTakenUp ? "taken-up" : "refused"
            sample("tocsin_reloads_total", ["result": result], Double(counts.reloads[isTakenUp] ?? 0))
        }
        let isGood = counts.isReloadGood ? 1 : 0
        single("tocsin_settings_good", .gauge, "1 where the last reload was taken up.", isGood)
        family("tocsin_settings_loaded_timestamp_seconds", .gauge, "When the settings in force were loaded.")
        sample("tocsin_settings_loaded_timestamp_seconds", [:], counts.reloadedAt.timeIntervalSince1970)
    }

    private mutating func process(_ counts: Metrics.Counts, _ process: ProcessFacts) {
        family("tocsin_build_info", .gauge, "The version; always 1.")
        sample("tocsin_build_info", ["version": Version.number], 1)
        family("process_start_time_seconds", .gauge, "When the daemon started.")
        sample("process_start_time_seconds", [:], counts.startedAt.timeIntervalSince1970)
        family("process_cpu_seconds_total", .counter, "Processor time used.")
        sample("process_cpu_seconds_total", [:], process.processorSeconds)
        single("process_resident_memory_bytes", .gauge, "Memory held.", process.residentBytes)
        single("process_open_fds", .gauge, "Descriptors open.", process.descriptors)
    }
}

extension Exposition {
    private enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    private mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        family(name, kind, help)
        sample(name, [:], Double(value))
    }

    private mutating func each(
        _ channels: [ChannelStatus],
        _ name: String,
        _ value: (ChannelStatus) -> Double
    ) {
        for channel in channels { sample(name, ["channel": channel.name], value(channel)) }
    }

    private mutating func sent(_ name: String, _ counts: [Metrics.Counts.Sent: Int]) {
        let sorted = counts.sorted { ($0.key.channel, $0.key.outcome) < ($1.key.channel, $1.key.outcome) }
        for (key, count) in sorted {
            sample(name, ["channel": key.channel, "outcome": key.outcome], Double(count))
        }
    }

    private mutating func histogram(
        _ name: String,
        _ labels: KeyValuePairs<String, String>,
        _ histogram: Histogram
    ) {
        let labels = Self.text(labels)
        let comma = labels.isEmpty ? "" : ","
        var total = 0
        for (place, count) in histogram.counts.enumerated() {
            total += count
            let bound = place < histogram.bounds.count ? Self.text(histogram.bounds[place]) : "+Inf"
            text += "\(name)_bucket{\(labels)\(comma)le=\"\(bound)\"} \(total)\n"
        }
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        text += "\(name)_sum\(braces) \(Self.text(histogram.sum))\n\(name)_count\(braces) \(total)\n"
    }

    private mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: Double) {
        let labels = Self.text(labels)
        text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.text(value))\n"
    }

    private static func text(_ labels: KeyValuePairs<String, String>) -> String {
        labels.map { "\($0.key)=\"\(escape($0.value))\"" }.joined(separator: ",")
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private static func escape(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
