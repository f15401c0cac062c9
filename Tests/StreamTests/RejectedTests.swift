import Schemas
import Testing

@testable import Stream

/// What `nu.rejects` holds, read back: each origin is sent again once, and nobody's word but the log's is taken.
@Suite struct RejectedTests {
    private func reject(
        _ offset: Int64,
        of original: Int64 = 5,
        _ value: [UInt8] = [1],
        topic: String = "nu.submissions",
        partition: String = "3",
        more: [LogHeader] = [],
    ) -> (partition: Int, record: LogRecord) {
        let headers = [
            LogHeader("content-type", "application/json"), LogHeader("x-original-topic", topic),
            LogHeader("x-original-partition", partition), LogHeader("x-original-offset", "\(original)"),
            LogHeader("x-reason", "NU_0101"),
        ]
        return (0, LogRecord(offset: offset, timestamp: 9, key: [7], value: value[...], headers: headers + more))
    }

    private func stored(_ outgoing: OutgoingRecord, _ offset: Int64) -> (partition: Int, record: LogRecord) {
        (
            outgoing.partition.partition,
            LogRecord(
                offset: offset,
                timestamp: outgoing.timestamp,
                key: outgoing.key?[...],
                value: outgoing.value?[...],
                headers: Array(outgoing.headers)
            )
        )
    }

    @Test func itGoesToTheSubmissionsWithoutWhatTheRegisterWroteOnIt() throws {
        let outgoing = try Rejected.all([reject(17)])[0].redrive(submissions: 4)
        #expect(outgoing.map(\.partition) == [TopicPartition("nu.submissions", 3), TopicPartition("nu.rejects", 0)])
        #expect(outgoing[0].key == [7])
        #expect(outgoing[0].value == [1])
        #expect(
            outgoing[0].headers == [
                LogHeader("content-type", "application/json"), LogHeader("nu-redriven-from", "0@17"),
            ]
        )
        #expect(outgoing[1].headers == [LogHeader("x-redriven", "0@17")])
    }

    /// Whatever a reject says it came from: `nu.desks` would install a desk.
    @Test(arguments: ["nu.desks", "nu.register", "nu.keys", "nu.rejects", ""])
    func itGoesNowhereElse(topic: String) {
        #expect(throws: Rejected.Refusal.ofNoSubmission(.init(partition: 0, offset: 17))) {
            try Rejected.all([reject(17, topic: topic)])[0].redrive(submissions: 4)
        }
    }

    @Test func aPartitionThatThereIsNotIsReplacedByThatOfItsKey() throws {
        for partition in ["4", "-1", "9223372036854775807"] {
            let outgoing = try Rejected.all([reject(17, partition: partition)])[0].redrive(submissions: 4)
            #expect(outgoing[0].partition.partition == Partitioner.partition(of: [7], count: 4))
        }
    }

    @Test func aStubIsNotSent() throws {
        let stub = Rejected.all([reject(17, more: [LogHeader("x-truncated", "true")])])[0]
        #expect(stub.isTruncated)
        #expect(throws: Rejected.Refusal.truncated(stub.place)) { try stub.redrive(submissions: 4) }
    }

    /// T-9: one record that stays unreadable, and everything that is open sent again four times.
    @Test func eachOriginIsSentOnceHoweverOftenAllAreSent() throws {
        var records = [reject(0)]
        var sent = 0
        for round in 1...4 {
            let open = Rejected.all(records).filter { !$0.isRedriven }
            #expect(open.count == 1)
            #expect(open[0].count == round)
            #expect(open[0].first == Rejected.Place(partition: 0, offset: 0))
            let outgoing = try open[0].redrive(submissions: 4)
            sent += 1
            // It is rejected again, with what was written on it.
            let again = Array(outgoing[0].headers).filter { !$0.isReserved }
            records.append(stored(outgoing[1], Int64(records.count)))
            records.append(reject(Int64(records.count), of: Int64(10 + round), more: again))
        }
        #expect(sent == 4)
        let all = Rejected.all(records)
        #expect(all.count == 5)
        #expect(throws: Rejected.Refusal.alreadySent(all[0].place)) { try all[0].redrive(submissions: 4) }
    }

    /// A sender says that its record was sent again from a reject: it was not, or holds other bytes, or goes in a circle.
    @Test func whatASenderSaysIsBelievedOnlyWhereTheLogSaysSoToo() {
        func from(_ place: String) -> [LogHeader] { [LogHeader("nu-redriven-from", place)] }
        let marker = (
            partition: 0,
            record: LogRecord(
                offset: 3,
                timestamp: 0,
                key: nil,
                value: nil,
                headers: [LogHeader("x-redriven", "0@2"), LogHeader("x-redriven", "0@2")]
            )
        )
        let all = Rejected.all([
            reject(0), reject(1, more: from("0@0")), reject(2, [9], more: from("0@2")), marker,
            reject(4, [1], more: from("0@2")),
            reject(5, more: from("7@7")), reject(6, more: from("no place")), reject(8, [9], more: from("0@2")),
        ])
        #expect(all.map(\.count) == [1, 1, 1, 1, 1, 1, 2])
        #expect(all.map(\.isRedriven) == [false, false, true, false, false, false, false])
    }

    @Test(arguments: ["3:17", "3@", "@17", "3@17@1", "-1@2", "1@-2", "3@x", ""])
    func whatIsNoPlaceIsNone(text: String) {
        #expect(Rejected.Place(text) == nil)
    }
}
