import Schemas
import Stream

/// Packs records of one partition into a blob: one row of SQLite then holds a batch, and not a record.
///
/// Layout: the format, then for each record: offset gap, timestamp delta (zigzag), key, value, headers. A length is
/// written plus one, so that nil (0) differs from empty (1). Offsets and times are relative to the record before.
/// Headers that repeat those of the record before are written as one bit: most of them are the same all day.
struct BatchWriter {
    static let format: UInt8 = 1

    private var writer: WireWriter
    private(set) var count = 0
    private var nextOffset: Int64 = 0
    private var lastTimestamp: Int64 = 0
    private var lastHeaders: LogHeaders = []

    init(capacity: Int = 4_096) {
        writer = WireWriter(capacity: capacity)
        writer.bytes.append(Self.format)
    }

    var bytes: [UInt8] { writer.bytes }
    var size: Int { writer.bytes.count }

    /// `offset` is relative to the base offset of the batch.
    mutating func append(
        offset: Int64,
        timestamp: Int64,
        key: (some Collection<UInt8>)?,
        value: (some Collection<UInt8>)?,
        headers: LogHeaders,
    ) {
        precondition(offset >= nextOffset, "offset \(offset) follows \(nextOffset - 1)")
        writer.varint(UInt64(offset - nextOffset))
        nextOffset = offset + 1
        writer.zigzag(timestamp &- lastTimestamp)
        lastTimestamp = timestamp
        writer.optional(key)
        writer.optional(value)
        append(headers)
        count += 1
    }

    private mutating func append(_ headers: LogHeaders) {
        if headers.isEmpty || headers == lastHeaders {
            writer.varint(headers.isEmpty ? 0 : 1)
        } else {
            writer.varint(UInt64(headers.count) + 1)
            headers.forEachPart(beside: lastHeaders) { header, before in
                if let before, before.name.elementsEqual(header.name) {
                    let isSame = before.value.elementsEqual(header.value)
                    writer.varint(isSame ? 0 : 1)
                    if !isSame { writer.optional(header.value) }
                } else {
                    writer.varint(2)
                    writer.optional(header.name)
                    writer.optional(header.value)
                }
            }
        }
        lastHeaders = headers
    }
}

extension WireWriter {
    fileprivate mutating func zigzag(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    fileprivate mutating func optional(_ value: (some Collection<UInt8>)?) {
        guard let value else { return varint(0) }
        varint(UInt64(value.count) + 1)
        bytes.append(contentsOf: value)
    }
}
