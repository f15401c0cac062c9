import Schemas

/// The headers of what others read: the CloudEvents Kafka binding in binary mode.
enum EventHeaders {
    static var sourcePrefix: String { "/numero-unique/" }

    /// `index`: among the outputs that follow from the same record.
    static func make(
        _ type: EventType,
        _ content: ContentType,
        from origin: OutputWriter.Origin,
        worker: String,
        index: Int
    ) -> LogHeaders {
        LogHeaders { writer in
            writer.header(HeaderName.contentType, content.rawValue)
            writer.header(HeaderName.id) { id(origin, index, into: &$0) }
            writer.header(HeaderName.source) { value in
                value.raw(sourcePrefix.utf8)
                value.raw(worker.utf8)
            }
            writer.header(HeaderName.type, type.rawValue)
            writer.header(HeaderName.time) { Timestamp.iso(milliseconds: origin.timestamp, into: &$0) }
            writer.header(HeaderName.specVersion, "1.0")
            if let traceParent = origin.traceParent { writer.header(traceParent.name, traceParent.value) }
        }
    }

    /// An output's id is built from the position of what it follows from: `nu.register-3-1024-0`.
    private static func id(_ origin: OutputWriter.Origin, _ index: Int, into writer: inout WireScratch) {
        writer.raw(origin.partition.topic.utf8)
        for number in [Int64(origin.partition.partition), origin.offset, Int64(index)] {
            writer.append(UInt8(ascii: "-"))
            writer.decimal(number)
        }
    }
}

/// What a published record follows from, as its headers say.
package struct EventCause: Sendable, Equatable {
    /// As operators type it.
    package var worker: String
    package var partition: TopicPartition
    package var offset: Int64

    /// Nil for a record that no worker published.
    package init?(_ record: LogRecord) {
        guard let source = record.header(HeaderName.source), source.hasPrefix(EventHeaders.sourcePrefix),
            let parts = record.header(HeaderName.id)?.split(separator: "-"), parts.count >= 4,
            let partition = Int(parts[parts.count - 3]), let offset = Int64(parts[parts.count - 2])
        else { return nil }
        worker = String(source.dropFirst(EventHeaders.sourcePrefix.count))
        self.partition = TopicPartition(parts.dropLast(3).joined(separator: "-"), partition)
        self.offset = offset
    }
}

/// What a record of another's topic is, as its `ce_type` says.
enum EventType: String {
    case receipt = "nu.v1.Receipt"
    case notice = "nu.v1.Notice"
    case review = "nu.v1.Review"
    case dispatch = "nu.v1.Dispatch"
    case cell = "nu.v1.StatisticsCell"
}

extension WireScratch {
    fileprivate mutating func decimal(_ number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { figures in
            var start = figures.count
            var rest = number.magnitude
            repeat {
                start -= 1
                figures[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: UnsafeRawBufferPointer(rebasing: figures[start...]))
        }
    }
}
