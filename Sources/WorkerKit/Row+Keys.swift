import Register
import Schemas

extension UniqueNumber: RowKey {
    public func encode(into writer: inout WireWriter) { writer.raw(bigEndian: rawValue) }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 8 else { return nil }
        self.init(rawValue: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
    }
}

extension SubmissionID: RowKey {
    public func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: high)
        writer.raw(bigEndian: low)
    }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        )
    }
}

extension PersonKey: RowKey {
    public func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: high)
        writer.raw(bigEndian: low)
    }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            fingerprint: Fingerprint(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            )
        )
    }
}

extension Territory: RowKey {
    public func encode(into writer: inout WireWriter) { writer.bytes.append(rawIndex) }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 1 else { return nil }
        self.init(rawIndex: bytes[0])
    }
}

extension SourcePosition: RowKey {
    public func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: UInt64(UInt32(bitPattern: partition)))
        writer.raw(bigEndian: UInt64(bitPattern: offset))
    }

    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            partition: Int32(truncatingIfNeeded: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))),
            offset: Int64(
                bitPattern: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            ),
        )
    }
}

/// The key of a table that has one row.
package struct Single: RowKey {
    package init() {}
    public func encode(into writer: inout WireWriter) {}
    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.isEmpty else { return nil }
    }
    package static func < (left: Single, right: Single) -> Bool { false }
}
