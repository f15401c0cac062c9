/// Reads the protobuf wire format in place, field by field.
///
/// The register's envelope and the state rows go by the million through six workers, and most of them are skipped by
/// their tag alone; generated code would build every field first. A test holds what is read here against the generated
/// messages.
///
/// Source: https://protobuf.dev/programming-guides/encoding/
public struct WireReader {
    @usableFromInline let base: UnsafeRawBufferPointer
    @usableFromInline var position: Int

    /// `bytes` must outlive the reader.
    @inlinable public init(_ bytes: UnsafeRawBufferPointer) {
        self.base = bytes
        self.position = 0
    }

    public enum Failure: Error, Equatable {
        case truncated
        case varintTooLong
        case badWireType(Int)
        case badField(Int)
        case notUTF8
        /// Outside the years that can be counted with.
        case badDay
        case badCount
    }

    @inlinable public var isAtEnd: Bool { position >= base.count }

    /// The next field's number and wire type, or nil at the end.
    @inlinable public mutating func nextTag() throws(Failure) -> (field: Int, wire: Int)? {
        guard position < base.count else { return nil }
        let tag = try varint()
        let field = Int(truncatingIfNeeded: tag >> 3)
        guard field > 0, field < 1 << 29 else { throw .badField(field) }
        return (field, Int(tag & 7))
    }

    @inlinable public mutating func varint() throws(Failure) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < base.count {
            let byte = base[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
            if shift > 63 { throw .varintTooLong }
        }
        throw .truncated
    }

    /// A number of things that were counted one by one: so small that counting on never leaves the room there is.
    @inlinable public mutating func count() throws(Failure) -> UInt64 {
        let count = try varint()
        guard count < 1 << 48 else { throw .badCount }
        return count
    }

    /// One that is kept in half as much room.
    @inlinable public mutating func smallCount() throws(Failure) -> UInt32 {
        let count = try varint()
        guard count < 1 << 24 else { throw .badCount }
        return UInt32(count)
    }

    @inlinable public mutating func zigzag() throws(Failure) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    @inlinable public mutating func fixed64() throws(Failure) -> UInt64 {
        guard position + 8 <= base.count else { throw .truncated }
        defer { position += 8 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    @inlinable public mutating func fixed32() throws(Failure) -> UInt32 {
        guard position + 4 <= base.count else { throw .truncated }
        defer { position += 4 }
        return UInt32(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    /// The bounds, within the buffer, of a length-delimited field.
    @inlinable public mutating func lengthDelimited() throws(Failure) -> Range<Int> {
        let length = try varint()
        guard length <= UInt64(base.count - position) else { throw .truncated }
        let start = position
        position += Int(length)
        return start..<position
    }

    /// The text of a length-delimited field.
    @inlinable public mutating func text() throws(Failure) -> String {
        let bytes = slice(try lengthDelimited())
        let text = String(decoding: bytes, as: UTF8.self)
        // What is not UTF-8 was repaired.
        guard text.utf8.elementsEqual(bytes) else { throw .notUTF8 }
        return text
    }

    /// A reader of the message in a length-delimited field.
    @inlinable public mutating func message() throws(Failure) -> WireReader {
        WireReader(slice(try lengthDelimited()))
    }

    @inlinable public mutating func skip(wire: Int) throws(Failure) {
        switch wire {
        case 0: _ = try varint()
        case 1: try advance(8)
        case 2: _ = try lengthDelimited()
        case 5: try advance(4)
        default: throw .badWireType(wire)
        }
    }

    @inlinable mutating func advance(_ count: Int) throws(Failure) {
        guard position + count <= base.count else { throw .truncated }
        position += count
    }

    /// The bytes of a range that `lengthDelimited` returned.
    @inlinable public func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: base[range])
    }
}
