import SwiftProtobuf

/// A run of bytes that shares the buffer of the batch it was read from.
public typealias Bytes = ArraySlice<UInt8>

// Lets a message be decoded straight from a batch, without a copy.
extension ArraySlice: @retroactive SwiftProtobufContiguousBytes where Element == UInt8 {}
