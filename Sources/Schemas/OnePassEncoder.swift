import Foundation
import SwiftProtobuf

/// Writes messages as SwiftProtobuf does, to the byte, and looks at each field once: the length of a message within another
/// is put in its place when its end is known. The library first measures every message once for each that it stands in,
/// and cannot be specialised for a type from outside; this is, for the types below.
struct OnePassEncoder: Visitor {
    private var writer: WireScratch

    /// A proto3 message without extensions and maps can always be written; the schema has no others.
    static func bytes(of message: some Message) -> [UInt8] {
        WireScratch.bytes { write(message, into: &$0) }
    }

    static func write(_ message: some Message, into writer: inout WireScratch) {
        var encoder = OnePassEncoder(writer: writer)
        do { try message.traverse(visitor: &encoder) } catch { preconditionFailure("\(error)") }
        writer = encoder.writer
    }

    private mutating func varint(_ value: UInt64, _ field: Int) {
        writer.tag(field, wire: 0)
        writer.varint(value)
    }

    private mutating func fixed32(_ value: UInt32, _ field: Int) {
        writer.tag(field, wire: 5)
        withUnsafeBytes(of: value.littleEndian) { writer.append(contentsOf: $0) }
    }

    private mutating func fixed64(_ value: UInt64, _ field: Int) {
        writer.tag(field, wire: 1)
        writer.raw(littleEndian: value)
    }

    /// What `body` writes, and its length before it.
    private mutating func delimited(_ field: Int, _ body: (inout OnePassEncoder) throws -> Void) rethrows {
        try writer.delimited(field) { writer in
            var encoder = OnePassEncoder(writer: writer)
            defer { writer = encoder.writer }
            try body(&encoder)
        }
    }
}

// MARK: - Fields

extension OnePassEncoder {
    mutating func visitSingularDoubleField(value: Double, fieldNumber: Int) { fixed64(value.bitPattern, fieldNumber) }

    mutating func visitSingularFloatField(value: Float, fieldNumber: Int) { fixed32(value.bitPattern, fieldNumber) }

    mutating func visitSingularInt32Field(value: Int32, fieldNumber: Int) {
        varint(UInt64(bitPattern: Int64(value)), fieldNumber)
    }

    mutating func visitSingularInt64Field(value: Int64, fieldNumber: Int) {
        varint(UInt64(bitPattern: value), fieldNumber)
    }

    mutating func visitSingularUInt32Field(value: UInt32, fieldNumber: Int) { varint(UInt64(value), fieldNumber) }

    mutating func visitSingularUInt64Field(value: UInt64, fieldNumber: Int) { varint(value, fieldNumber) }

    mutating func visitSingularSInt32Field(value: Int32, fieldNumber: Int) {
        varint(UInt64(UInt32(bitPattern: value << 1 ^ value >> 31)), fieldNumber)
    }

    mutating func visitSingularSInt64Field(value: Int64, fieldNumber: Int) {
        varint(UInt64(bitPattern: value << 1 ^ value >> 63), fieldNumber)
    }

    mutating func visitSingularFixed32Field(value: UInt32, fieldNumber: Int) { fixed32(value, fieldNumber) }

    mutating func visitSingularFixed64Field(value: UInt64, fieldNumber: Int) { fixed64(value, fieldNumber) }

    mutating func visitSingularSFixed32Field(value: Int32, fieldNumber: Int) {
        fixed32(UInt32(bitPattern: value), fieldNumber)
    }

    mutating func visitSingularSFixed64Field(value: Int64, fieldNumber: Int) {
        fixed64(UInt64(bitPattern: value), fieldNumber)
    }

    mutating func visitSingularBoolField(value: Bool, fieldNumber: Int) { varint(value ? 1 : 0, fieldNumber) }

    mutating func visitSingularEnumField<E: Enum>(value: E, fieldNumber: Int) {
        varint(UInt64(bitPattern: Int64(value.rawValue)), fieldNumber)
    }

    mutating func visitSingularStringField(value: String, fieldNumber: Int) {
        writer.field(fieldNumber, message: value.utf8)
    }

    mutating func visitSingularBytesField(value: Data, fieldNumber: Int) {
        writer.field(fieldNumber, message: value)
    }

    mutating func visitSingularMessageField<M: Message>(value: M, fieldNumber: Int) throws {
        try delimited(fieldNumber) { try value.traverse(visitor: &$0) }
    }

    mutating func visitUnknown(bytes: Data) { bytes.withUnsafeBytes { writer.append(contentsOf: $0) } }

    // The schema has no packed numbers but these.

    mutating func visitPackedUInt32Field(value: [UInt32], fieldNumber: Int) {
        delimited(fieldNumber) { encoder in for one in value { encoder.writer.varint(UInt64(one)) } }
    }

    mutating func visitPackedFixed32Field(value: [UInt32], fieldNumber: Int) {
        delimited(fieldNumber) { encoder in
            for one in value { withUnsafeBytes(of: one.littleEndian) { encoder.writer.append(contentsOf: $0) } }
        }
    }

    mutating func visitPackedFixed64Field(value: [UInt64], fieldNumber: Int) {
        delimited(fieldNumber) { encoder in for one in value { encoder.writer.raw(littleEndian: one) } }
    }

    mutating func visitPackedEnumField<E: Enum>(value: [E], fieldNumber: Int) {
        delimited(fieldNumber) { encoder in
            for one in value { encoder.writer.varint(UInt64(bitPattern: Int64(one.rawValue))) }
        }
    }

    private func unknown(_ field: Int) -> Never {
        preconditionFailure("the encoder does not know field \(field)'s kind")
    }

    mutating func visitMapField<KeyType, ValueType: MapValueType>(
        fieldType: _ProtobufMap<KeyType, ValueType>.Type,
        value: _ProtobufMap<KeyType, ValueType>.BaseType,
        fieldNumber: Int,
    ) { unknown(fieldNumber) }

    mutating func visitMapField<KeyType, ValueType>(
        fieldType: _ProtobufEnumMap<KeyType, ValueType>.Type,
        value: _ProtobufEnumMap<KeyType, ValueType>.BaseType,
        fieldNumber: Int,
    ) where ValueType.RawValue == Int { unknown(fieldNumber) }

    mutating func visitMapField<KeyType, ValueType>(
        fieldType: _ProtobufMessageMap<KeyType, ValueType>.Type,
        value: _ProtobufMessageMap<KeyType, ValueType>.BaseType,
        fieldNumber: Int,
    ) { unknown(fieldNumber) }
}

// MARK: - What is written most

extension WireSubmission {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }
}

extension WireRequest {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }
}

extension WireAccepted {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }

    package func encode(_ field: Int, into writer: inout WireScratch) {
        writer.delimited(field) { OnePassEncoder.write(self, into: &$0) }
    }
}

extension WireCleared {
    package func encode(_ field: Int, into writer: inout WireScratch) {
        writer.delimited(field) { OnePassEncoder.write(self, into: &$0) }
    }
}

extension WireRegistered {
    package func encode(_ field: Int, into writer: inout WireScratch) {
        writer.delimited(field) { OnePassEncoder.write(self, into: &$0) }
    }
}

extension WireImported {
    package func encode(_ field: Int, into writer: inout WireScratch) {
        writer.delimited(field) { OnePassEncoder.write(self, into: &$0) }
    }
}

extension WireNoticeDue {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }

    package func encode(_ field: Int, into writer: inout WireScratch) {
        writer.delimited(field) { OnePassEncoder.write(self, into: &$0) }
    }
}

extension WireReceipt {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }
}

extension WireNotice {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }
}

extension WireDispatch {
    package func encodedBytes() -> [UInt8] { OnePassEncoder.bytes(of: self) }
}
