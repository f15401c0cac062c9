import Crypto
import Foundation
import Schemas

extension OutputWriter {
    /// What is set aside: the record as it came, byte for byte, and in headers where from and why.
    ///
    /// Whoever sent it may have put anything into it, so nothing of it is trusted or grows: the `x-` headers that came with it are
    /// left out, its other headers are bounded, and a key and value that are too large are replaced by their beginning and
    /// their digest. A reject can always be written.
    package func reject(_ record: LogRecord, of partition: TopicPartition, reason: String) -> OutgoingRecord {
        let size = (record.key?.count ?? 0) + (record.value?.count ?? 0)
        let isStub = size > RejectLimits.bytesMax
        var (headers, leftOut) = carried(record)
        headers.append(LogHeader(HeaderName.originalTopic, partition.topic))
        headers.append(LogHeader(HeaderName.originalPartition, "\(partition.partition)"))
        headers.append(LogHeader(HeaderName.originalOffset, "\(record.offset)"))
        headers.append(LogHeader(HeaderName.originalTimestamp, "\(record.timestamp)"))
        headers.append(LogHeader(HeaderName.reason, Array(reason.utf8.prefix(RejectLimits.valueBytesMax))))
        if leftOut > 0 { headers.append(LogHeader(HeaderName.headersLeftOut, "\(leftOut)")) }
        if isStub {
            headers.append(LogHeader(HeaderName.truncated, "true"))
            headers.append(LogHeader(HeaderName.originalBytes, "\(record.value?.count ?? 0)"))
            headers.append(LogHeader(HeaderName.originalDigest, digest(of: record.value)))
        }
        func kept(_ bytes: Bytes?) -> [UInt8]? {
            bytes.map { Array(isStub ? $0.prefix(RejectLimits.stubBytes) : $0) }
        }
        return OutgoingRecord(
            TopicPartition(Topic.rejects.name, Int(partition.partition.magnitude % UInt(rejects))),
            key: kept(record.key),
            value: kept(record.value),
            headers: LogHeaders(headers),
            // A time before 1970 is none that every broker takes.
            timestamp: max(0, record.timestamp),
        )
    }

    /// The sender's headers as far as they are carried on, and how many of them are not, beside those that may not be.
    private func carried(_ record: LogRecord) -> (headers: [LogHeader], leftOut: Int) {
        var kept: [LogHeader] = []
        var leftOut = 0
        // From the end, since the last header of a name is the one that is read.
        for header in record.headers.reversed() where !header.isReserved {
            let isShort =
                header.name.utf8.count <= RejectLimits.nameBytesMax
                && header.value.count <= RejectLimits.valueBytesMax
            let isRead = RejectLimits.read.contains(header.name)
            if isShort,
                kept.count < RejectLimits.countMax || isRead && !kept.contains(where: { $0.name == header.name })
            {
                kept.append(header)
            } else {
                leftOut += 1
            }
        }
        return (kept.reversed(), leftOut)
    }
}

/// How much of what somebody sent is kept in a reject. With these, it is below what any topic of the register takes.
enum RejectLimits {
    /// Of key and value together: more than `nu.submissions` takes.
    static let bytesMax = 1 << 20
    /// Of the key, and of the value, where both are too large.
    static let stubBytes = 1_024
    static let countMax = 16
    static let nameBytesMax = 64
    static let valueBytesMax = 1_024
    /// Headers of a submission that say how it is read: kept however many others there are.
    static let read = [HeaderName.contentType, HeaderName.signature, HeaderName.traceParent, HeaderName.redrivenFrom]
}

extension LogHeader {
    /// Only the register writes such headers, on `nu.rejects`. On a submission they are somebody's invention.
    package var isReserved: Bool { name.hasPrefix("x-") || name.hasPrefix("X-") }
}

/// SHA-256 in hexadecimal; of nothing where there is no value.
private func digest(of value: Bytes?) -> String {
    SHA256.hash(data: value ?? []).map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
    .joined()
}
