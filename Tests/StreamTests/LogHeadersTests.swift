import TestSupport
import Testing

@testable import Stream

@Suite struct LogHeadersTests {
    /// Names and values of any length, some of them empty, some names twice.
    private func lists(seed: UInt64) -> [[LogHeader]] {
        var random = SeededRandom(seed: seed)
        return (0..<2_000).map { _ in
            (0..<Int.random(in: 0...8, using: &random)).map { _ in
                let name = String(repeating: "é", count: Int.random(in: 0...3, using: &random))
                let length = Int.random(in: 0...1, using: &random) * Int.random(in: 0...700, using: &random)
                return LogHeader(name, (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
            }
        }
    }

    @Test func whatIsReadIsWhatWasWritten() {
        for list in lists(seed: 1) {
            let headers = LogHeaders(list)
            #expect(Array(headers) == list)
            #expect(headers.isEmpty == list.isEmpty)
            #expect(headers.count == list.count)
        }
    }

    @Test func theyAreEqualWhereTheirHeadersAre() {
        let lists = lists(seed: 2)
        for (one, other) in zip(lists, lists.dropFirst()) {
            #expect((LogHeaders(one) == LogHeaders(other)) == (one == other))
        }
        #expect(LogHeaders([LogHeader("a", "bc")]) != LogHeaders([LogHeader("ab", "c")]))
    }

    @Test func eachStandsBesideTheOneOfItsPlace() {
        let lists = lists(seed: 3)
        for (list, others) in zip(lists, lists.dropFirst()) {
            var pairs: [(LogHeader, LogHeader?)] = []
            func header(_ part: LogHeaders.Part) -> LogHeader {
                LogHeader(String(decoding: part.name, as: UTF8.self), Array(part.value))
            }
            LogHeaders(list).forEachPart(beside: LogHeaders(others)) { pairs.append((header($0), $1.map(header))) }
            #expect(pairs.map(\.0) == list)
            #expect(pairs.map(\.1) == list.indices.map { $0 < others.count ? others[$0] : nil })
        }
    }
}
