/// Reads numbers and runs of bytes of a batch, one after another.
struct BatchCursor {
    private let base: UnsafeRawBufferPointer
    private var position: Int

    /// `base` must outlive the cursor.
    init(_ base: UnsafeRawBufferPointer, at position: Int) {
        self.base = base
        self.position = position
    }

    var isAtEnd: Bool { position >= base.count }
    var left: Int { base.count - position }

    mutating func varint() throws(BatchReader.Failure) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < base.count {
            let byte = base[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
            if shift > 63 { break }
        }
        throw .truncated
    }

    mutating func zigzag() throws(BatchReader.Failure) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Where the next run of bytes is, or nil.
    mutating func optional() throws(BatchReader.Failure) -> Range<Int>? {
        let code = try varint()
        guard code > 0 else { return nil }
        guard code - 1 <= UInt64(left) else { throw .truncated }
        let start = position
        position += Int(code - 1)
        return start..<position
    }
}
