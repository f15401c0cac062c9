/// Where the protobuf wire format is written to. The counterpart of `WireReader`.
public protocol WireSink {
    mutating func append(_ byte: UInt8)
    mutating func append(contentsOf bytes: UnsafeRawBufferPointer)
}

/// Writes the protobuf wire format into one growing array.
public struct WireWriter: WireSink {
    public var bytes: [UInt8]

    @inlinable public init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    @inlinable public mutating func append(_ byte: UInt8) { bytes.append(byte) }

    @inlinable public mutating func append(contentsOf more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
}

/// Writes the protobuf wire format onto the stack, and elsewhere what has no room there: an array grows by asking for each byte
/// whether it may. Lives no longer than the call that it is given to.
public struct WireScratch: WireSink {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var isOnStack = true
    @usableFromInline var count = 0

    @inlinable init(_ stack: UnsafeMutableRawBufferPointer) {
        base = stack.baseAddress!
        capacity = stack.count
    }

    /// What `body` writes.
    @inlinable public static func bytes(_ body: (inout WireScratch) -> Void) -> [UInt8] {
        withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { stack in
            var scratch = WireScratch(stack)
            body(&scratch)
            defer { if !scratch.isOnStack { scratch.base.deallocate() } }
            return [UInt8](UnsafeRawBufferPointer(start: scratch.base, count: scratch.count))
        }
    }

    @inlinable public mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @inlinable public mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(by: bytes.count) }
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// A field that holds what `body` writes.
    @inlinable public mutating func delimited(_ field: Int, _ body: (inout WireScratch) throws -> Void) rethrows {
        tag(field, wire: 2)
        try delimited(body)
    }

    /// What `body` writes, and its length before it.
    @inlinable public mutating func delimited(_ body: (inout WireScratch) throws -> Void) rethrows {
        // Most are shorter than 128 bytes.
        let place = count
        append(0)
        try body(&self)
        let length = count - place - 1
        base.storeBytes(of: UInt8(truncatingIfNeeded: length), toByteOffset: place, as: UInt8.self)
        if length >= 0x80 { widen(place, length) }
    }

    /// Makes room for a length of several bytes in the place of one.
    @usableFromInline mutating func widen(_ place: Int, _ length: Int) {
        var written = WireWriter(capacity: 5)
        written.varint(UInt64(length))
        let more = written.bytes.count - 1
        if capacity - count < more { grow(by: more) }
        (base + place + 1 + more).copyMemory(from: base + place + 1, byteCount: length)
        written.bytes.withUnsafeBytes { (base + place).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        count += more
    }

    @usableFromInline mutating func grow(by more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: base, byteCount: count)
        if !isOnStack { base.deallocate() }
        base = larger
        isOnStack = false
    }
}

extension WireSink {
    @inlinable public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
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
        if !value.isEmpty { field(number, message: value) }
    }

    /// A length-delimited field that is written even when it is empty: a chosen `oneof` case.
    @inlinable public mutating func field(_ number: Int, message value: some Collection<UInt8>) {
        tag(number, wire: 2)
        varint(UInt64(value.count))
        raw(value)
    }

    @inlinable public mutating func field(_ number: Int, string value: String) {
        field(number, bytes: value.utf8)
    }

    @inlinable public mutating func raw(littleEndian value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    @inlinable public mutating func raw(bigEndian value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    @inlinable public mutating func raw(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { append(contentsOf: UnsafeRawBufferPointer($0)) }
        if done == nil { for byte in bytes { append(byte) } }
    }
}
