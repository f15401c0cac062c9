package import Register
package import Schemas

extension UniqueNumber: RowKey {
    @inlinable package func encode(into writer: inout WireWriter) { writer.raw(bigEndian: rawValue) }

    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 8 else { return nil }
        self.init(rawValue: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
    }
}

extension SubmissionID: RowKey {
    @inlinable package func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: high)
        writer.raw(bigEndian: low)
    }

    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        )
    }
}

extension PersonKey: RowKey {
    @inlinable package func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: high)
        writer.raw(bigEndian: low)
    }

    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        )
    }
}

extension Territory: RowKey {
    @inlinable package func encode(into writer: inout WireWriter) { writer.bytes.append(rawIndex) }

    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 1 else { return nil }
        self.init(rawIndex: bytes[0])
    }
}

extension SourcePosition: RowKey {
    @inlinable package func encode(into writer: inout WireWriter) {
        writer.raw(bigEndian: UInt64(UInt32(bitPattern: partition)))
        writer.raw(bigEndian: UInt64(bitPattern: offset))
    }

    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            partition: Int32(truncatingIfNeeded: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))),
            offset: Int64(
                bitPattern: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))),
        )
    }
}

/// The key of a table that has one row.
package struct Single: RowKey {
    @inlinable package init() {}
    @inlinable package func encode(into writer: inout WireWriter) {}
    @inlinable package init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.isEmpty else { return nil }
    }
    @inlinable package static func < (left: Single, right: Single) -> Bool { false }
}
