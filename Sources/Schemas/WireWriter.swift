/// Writes the protobuf wire format into one growing buffer. The counterpart of `WireReader`.
public struct WireWriter {
    public var bytes: [UInt8]

    @inlinable public init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    @inlinable public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    @inlinable public mutating func tag(_ field: Int, wire: Int) {
        varint(UInt64(field << 3 | wire))
    }

    // The `field…` methods leave out default values, as proto3 does.

    @inlinable public mutating func field(_ number: Int, unsigned value: UInt64) {
        guard value != 0 else { return }
        tag(number, wire: 0)
        varint(value)
    }

    @inlinable public mutating func field(_ number: Int, signed value: Int64) {
        guard value != 0 else { return }
        tag(number, wire: 0)
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    @inlinable public mutating func field(_ number: Int, fixed64 value: UInt64) {
        guard value != 0 else { return }
        tag(number, wire: 1)
        raw(littleEndian: value)
    }

    @inlinable public mutating func field(_ number: Int, bytes value: some Collection<UInt8>) {
        guard !value.isEmpty else { return }
        tag(number, wire: 2)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A length-delimited field that is written even when it is empty: a chosen `oneof` case.
    @inlinable public mutating func field(_ number: Int, message value: some Collection<UInt8>) {
        tag(number, wire: 2)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    @inlinable public mutating func field(_ number: Int, string value: String) {
        field(number, bytes: value.utf8)
    }

    @inlinable public mutating func raw(littleEndian value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @inlinable public mutating func raw(bigEndian value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
