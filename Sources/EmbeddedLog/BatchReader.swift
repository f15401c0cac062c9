import Stream

/// Unpacks what `BatchWriter` packed. Keys and values share the buffer of the batch.
///
/// Anything may come from a damaged file: every length is checked, and no input makes it trap.
struct BatchReader {
    enum Failure: Error, Equatable {
        case unknownFormat
        case truncated
        case badHeader
        case badOffset
        case wrongCount
        case badTopic
    }

    let bytes: [UInt8]
    let base: Int64
    let count: Int

    /// Appends the records at `from` and after it to `records`, at most `limit`.
    func read(from: Int64, limit: Int = .max, into records: inout [LogRecord]) throws(Failure) {
        let result: Result<Void, Failure> = bytes.withUnsafeBytes { buffer in
            do throws(Failure) {
                return .success(try read(buffer, from, limit, &records))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func read(
        _ buffer: UnsafeRawBufferPointer,
        _ from: Int64,
        _ limit: Int,
        _ records: inout [LogRecord],
    ) throws(Failure) {
        guard buffer.first == BatchWriter.format else { throw .unknownFormat }
        // Columns of the row, which is as likely to be damaged as the bytes in it.
        guard count >= 0 else { throw .wrongCount }
        guard base >= 0, base <= BatchID.offsetMax else { throw .badOffset }
        var reader = BatchCursor(buffer, at: 1)
        var next = base
        var timestamp: Int64 = 0
        var headers: [LogHeader] = []
        var left = limit
        for _ in 0..<count {
            let (offset, overflow) = next.addingReportingOverflow(Int64(bitPattern: try reader.varint()))
            guard !overflow, offset >= next, offset <= BatchID.offsetMax else { throw .badOffset }
            next = offset + 1
            timestamp &+= try reader.zigzag()
            let key = try reader.optional()
            let value = try reader.optional()
            try readHeaders(&reader, &headers)
            guard offset >= from else { continue }
            guard left > 0 else { return }
            left -= 1
            records.append(
                LogRecord(
                    offset: offset,
                    timestamp: timestamp,
                    key: key.map { bytes[$0] },
                    value: value.map { bytes[$0] },
                    headers: headers,
                )
            )
        }
        guard reader.isAtEnd else { throw .wrongCount }
    }

    private func readHeaders(_ reader: inout BatchCursor, _ headers: inout [LogHeader]) throws(Failure) {
        let code = try reader.varint()
        if code == 1 { return }
        guard code > 1 else {
            headers = []
            return
        }
        // A header takes at least a byte, so a count larger than what is left is damage, not a reason to allocate.
        guard code - 1 <= UInt64(reader.left) else { throw .badHeader }
        var read: [LogHeader] = []
        read.reserveCapacity(Int(code - 1))
        for index in 0..<Int(code - 1) {
            switch try reader.varint() {
            case 0:
                guard index < headers.count else { throw .badHeader }
                read.append(headers[index])
            case 1:
                guard index < headers.count, let value = try reader.optional() else { throw .badHeader }
                read.append(LogHeader(headers[index].name, Array(bytes[value])))
            case 2:
                guard let name = try reader.optional(), let value = try reader.optional() else {
                    throw .badHeader
                }
                read.append(LogHeader(String(decoding: bytes[name], as: UTF8.self), Array(bytes[value])))
            default: throw .badHeader
            }
        }
        headers = read
    }
}
