import Schemas
import Stream
import TestSupport
import Testing

@testable import EmbeddedLog

@Suite struct BatchCodecTests {
    @Test(arguments: UInt64(0)..<50) func whatIsPackedIsRead(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let records = randomRecords(&random)
        let base = records.first?.offset ?? 0
        let reader = BatchReader(bytes: pack(records, base: base), base: base, count: records.count)
        var read: [LogRecord] = []
        try reader.read(from: 0, into: &read)
        #expect(read.map(Plain.init) == records.map(Plain.init))

        // From the middle, and a part.
        let from = records.randomElement(using: &random)?.offset ?? 0
        let limit = Int.random(in: 0...records.count, using: &random)
        read = []
        try reader.read(from: from, limit: limit, into: &read)
        #expect(read.map(Plain.init) == records.filter { $0.offset >= from }.prefix(limit).map(Plain.init))
    }

    /// Goal: whatever stands in a damaged file is an error or some records, never a trap.
    @Test(arguments: UInt64(0)..<50) func damageIsAnError(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var failures = 0
        for round in 0..<200 {
            let records = randomRecords(&random)
            var bytes = pack(records, base: 0)
            switch round % 3 {
            case 0:
                let count = Int.random(in: 0...80, using: &random)
                bytes = [BatchWriter.format] + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            case 1:
                bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            default:
                for _ in 0..<3 {
                    bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
                }
            }
            let count = round.isMultiple(of: 2) ? records.count : Int.random(in: 0...1_000, using: &random)
            let base: Int64 = round.isMultiple(of: 5) ? .max - 3 : 0
            var read: [LogRecord] = []
            do {
                try BatchReader(bytes: bytes, base: base, count: count).read(from: 0, into: &read)
            } catch {
                failures += 1
            }
        }
        #expect(failures > 50)
    }

    @Test func aCutBatchIsAlwaysAnError() throws {
        var random = SeededRandom(seed: 7)
        let records = (0..<20).flatMap { _ in randomRecords(&random) }.enumerated().map { index, record in
            var record = record
            record.offset = Int64(index)
            return record
        }
        let bytes = pack(records, base: 0)
        for length in 0..<min(bytes.count, 2_000) {
            var read: [LogRecord] = []
            #expect(throws: BatchReader.Failure.self) {
                try BatchReader(bytes: Array(bytes.prefix(length)), base: 0, count: records.count)
                    .read(from: 0, into: &read)
            }
        }
    }

    @Test func repeatedHeadersCostOneByte() {
        let headers = (0..<8).map { LogHeader("a-long-header-name-\($0)", "a long value that never changes \($0)") }
        func size(_ count: Int) -> Int {
            var writer = BatchWriter()
            for offset in 0..<count {
                writer.append(
                    offset: Int64(offset),
                    timestamp: 0,
                    key: [UInt8]?.none,
                    value: [UInt8]?.none,
                    headers: LogHeaders(headers),
                )
            }
            return writer.size
        }
        #expect(size(101) - size(1) == 100 * 5)
    }

    private struct Plain: Equatable {
        var offset: Int64
        var timestamp: Int64
        var key: [UInt8]?
        var value: [UInt8]?
        var headers: [LogHeader]

        init(_ record: LogRecord) {
            offset = record.offset
            timestamp = record.timestamp
            key = record.key.map(Array.init)
            value = record.value.map(Array.init)
            headers = record.headers
        }
    }

    private func pack(_ records: [LogRecord], base: Int64) -> [UInt8] {
        var writer = BatchWriter()
        for record in records {
            writer.append(
                offset: record.offset - base,
                timestamp: record.timestamp,
                key: record.key,
                value: record.value,
                headers: LogHeaders(record.headers),
            )
        }
        return writer.bytes
    }

    private func randomRecords(_ random: inout SeededRandom) -> [LogRecord] {
        var offset = Int64.random(in: 0...1_000_000, using: &random)
        return (0..<Int.random(in: 0...30, using: &random)).map { _ in
            defer { offset += Bool.random(using: &random) ? 1 : Int64.random(in: 1...100_000, using: &random) }
            return LogRecord(
                offset: offset,
                timestamp: [0, .min, .max, .random(in: 0...2_000_000_000_000, using: &random)].randomElement(
                    using: &random
                )!,
                key: randomBytes(&random),
                value: randomBytes(&random),
                headers: (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    LogHeader(
                        ["a", "b", ""].randomElement(using: &random)!,
                        ["", "x", "y"].randomElement(using: &random)!
                    )
                },
            )
        }
    }

    private func randomBytes(_ random: inout SeededRandom) -> Bytes? {
        guard !Int.random(in: 0..<4, using: &random).isMultiple(of: 4) else { return nil }
        let count = [0, 1, 5, 127, 128, 300].randomElement(using: &random)!
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }[...]
    }
}
