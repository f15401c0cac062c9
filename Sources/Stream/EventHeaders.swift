import Schemas

/// The headers of what others read: the CloudEvents Kafka binding in binary mode. Those that are the same for many
/// records are made once.
enum EventHeaders {
    static let specVersion = LogHeader(HeaderName.specVersion, "1.0")

    static func contentType(_ type: ContentType) -> LogHeader {
        switch type {
        case .protobuf: protobuf
        case .json: json
        case .xml: xml
        case .octets: octets
        }
    }

    /// An output's id is built from the position of what it follows from: `nu.register-3-1024-0`.
    static func id(_ origin: OutputWriter.Origin, _ index: Int) -> LogHeader {
        let topic = origin.partition.topic.utf8
        let bytes = [UInt8](unsafeUninitializedCapacity: topic.count + 64) { bytes, count in
            for byte in topic {
                bytes[count] = byte
                count += 1
            }
            for number in [Int64(origin.partition.partition), origin.offset, Int64(index)] {
                bytes[count] = UInt8(ascii: "-")
                count += 1
                write(number, to: bytes, &count)
            }
        }
        return LogHeader(HeaderName.id, bytes)
    }

    static func source(_ worker: String) -> LogHeader {
        sources[worker] ?? LogHeader(HeaderName.source, "/numero-unique/\(worker)")
    }

    static func time(_ milliseconds: Int64) -> LogHeader {
        LogHeader(HeaderName.time, Timestamp.iso(milliseconds: milliseconds))
    }

    private static let protobuf = LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)
    private static let json = LogHeader(HeaderName.contentType, ContentType.json.rawValue)
    private static let xml = LogHeader(HeaderName.contentType, ContentType.xml.rawValue)
    private static let octets = LogHeader(HeaderName.contentType, ContentType.octets.rawValue)
    private static let sources = Dictionary(
        uniqueKeysWithValues: (Topic.statefulWorkers + ["intake"]).map { worker in
            (worker, LogHeader(HeaderName.source, "/numero-unique/\(worker)"))
        }
    )

    private static func write(_ number: Int64, to bytes: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
        if number < 0 {
            bytes[count] = UInt8(ascii: "-")
            count += 1
        }
        let start = count
        var rest = number.magnitude
        repeat {
            bytes[count] = UInt8(ascii: "0") + UInt8(rest % 10)
            count += 1
            rest /= 10
        } while rest > 0
        bytes[start..<count].reverse()
    }
}

/// What a record of another's topic is, as its `ce_type` says.
enum EventType {
    case receipt, notice, review, dispatch, cell

    var header: LogHeader {
        switch self {
        case .receipt: EventType.receiptHeader
        case .notice: EventType.noticeHeader
        case .review: EventType.reviewHeader
        case .dispatch: EventType.dispatchHeader
        case .cell: EventType.cellHeader
        }
    }

    private static let receiptHeader = LogHeader(HeaderName.type, "nu.v1.Receipt")
    private static let noticeHeader = LogHeader(HeaderName.type, "nu.v1.Notice")
    private static let reviewHeader = LogHeader(HeaderName.type, "nu.v1.Review")
    private static let dispatchHeader = LogHeader(HeaderName.type, "nu.v1.Dispatch")
    private static let cellHeader = LogHeader(HeaderName.type, "nu.v1.StatisticsCell")
}
