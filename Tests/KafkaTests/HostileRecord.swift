import Foundation
import Schemas
import Stream
import SwiftProtobuf
import TestSupport

/// A record that somebody who may write to `nu.submissions` sends to do harm.
struct HostileRecord: Sendable {
    /// What becomes of it.
    enum End: Sendable {
        /// One record of `nu.rejects`.
        case reject
        /// One receipt that says no.
        case refusal
        /// Either of them.
        case rejectOrRefusal
        /// What is hostile of it is dropped, and it is answered as any other.
        case answer
    }

    var name: String
    var value: [UInt8]?
    var key: [UInt8]?
    var headers: [LogHeader] = []
    var timestamp: Int64?
    var end: End
    /// A broker takes no record of this size.
    var isTooLargeForATopic = false

    /// `published`: milliseconds of the time that the register's day follows from.
    static func all(_ published: Int64) throws -> [HostileRecord] {
        let json = LogHeader("content-type", "application/json")
        let xml = LogHeader("content-type", "application/xml")
        var ids: UInt64 = 1_000
        func id() -> String {
            ids += 1
            return SubmissionFixtures.id(ids)
        }
        func valid() throws -> [UInt8] { try SubmissionFixtures.creation(id: id()).serializedBytes() }
        func noise(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) }

        var records = [
            HostileRecord(name: "empty value", value: [], end: .reject),
            HostileRecord(name: "no value", value: nil, end: .reject),
            HostileRecord(name: "2.05 MB of noise", value: noise(2_050_000), end: .reject, isTooLargeForATopic: true),
            HostileRecord(name: "500 kB of noise", value: noise(500_000), end: .reject),
            HostileRecord(name: "400 kB of key", value: noise(10), key: noise(400_000), end: .reject),
            HostileRecord(
                name: "count at the end of its range",
                value: [],
                headers: [LogHeader("x-reject-count", "9223372036854775807")],
                end: .reject
            ),
            HostileRecord(
                name: "count before the beginning of its range",
                value: [],
                headers: [LogHeader("x-reject-count", "-9223372036854775808")],
                end: .reject
            ),
            HostileRecord(
                name: "origin in another topic",
                value: try SubmissionFixtures.manager().serializedBytes(),
                key: Array("G0000".utf8),
                headers: [
                    LogHeader("x-original-topic", "nu.desks"), LogHeader("x-original-partition", "-1"),
                    LogHeader("x-original-offset", "99999999999999999999"), LogHeader("x-redriven", "0@0"),
                ],
                end: .reject
            ),
            HostileRecord(
                name: "ten thousand headers",
                value: [0xFF],
                headers: (0..<10_000).map { LogHeader("h\($0)", "v") },
                end: .reject
            ),
            HostileRecord(
                name: "a header of 400 kB",
                value: [0xFF],
                headers: [LogHeader("h", noise(400_000))],
                end: .reject
            ),
            HostileRecord(
                name: "a header's name of 30 kB",
                value: [0xFF],
                headers: [LogHeader(String(repeating: "h", count: 30_000), "v")],
                end: .reject
            ),
            HostileRecord(
                name: "a trace of 1.9 MB",
                value: try valid(),
                headers: [LogHeader("traceparent", [UInt8](repeating: UInt8(ascii: "a"), count: 1_900_000))],
                end: .answer,
                isTooLargeForATopic: true
            ),
            HostileRecord(
                name: "a trace of 400 kB",
                value: try valid(),
                headers: [LogHeader("traceparent", [UInt8](repeating: UInt8(ascii: "a"), count: 400_000))],
                end: .answer
            ),
            HostileRecord(
                name: "a content type that there is not",
                value: try valid(),
                headers: [LogHeader("content-type", "application/avro")],
                end: .reject
            ),
            HostileRecord(
                name: "a record of another schema",
                value: try SubmissionFixtures.landlord().serializedBytes(),
                end: .reject
            ),
            HostileRecord(
                name: "JSON that is nested without end",
                value: [UInt8](repeating: UInt8(ascii: "["), count: 200_000),
                headers: [json],
                end: .reject
            ),
            HostileRecord(
                name: "XML that grows",
                value: Array("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>".utf8),
                headers: [xml],
                end: .reject
            ),
            HostileRecord(name: "a time without end", value: try valid(), timestamp: .max, end: .rejectOrRefusal),
        ]

        let flood = SubmissionFixtures.creation(id: id()).but { submission in
            let bad = [WireResource](repeating: .with { $0.amountCents = .min }, count: 30)
            var form = submission.request.creation.application
            form.applicant.resources = bad
            form.applicant.resourcesPaid = bad
            form.coApplicants = [WirePerson](repeating: form.applicant, count: 10)
            submission.request.creation.application = form
        }
        records.append(
            HostileRecord(name: "a flood of errors", value: try flood.jsonUTF8Bytes(), headers: [json], end: .refusal)
        )
        let unknown = flood.but {
            $0.submissionID = id()
            $0.desk = "G9999"
        }
        records.append(
            HostileRecord(name: "a desk that there is not", value: try unknown.serializedBytes(), end: .refusal)
        )
        for number in [Int64.min, -1, .max] {
            let extreme = SubmissionFixtures.creation(id: id()).but {
                let small = Int32(clamping: number)
                $0.request.creation.application.unbornChildren = small
                $0.request.creation.application.taxIncome.year = small
                $0.request.creation.application.taxIncome.amountEuros = number
                $0.request.creation.application.currentHousing.monthlyRentCents = number
                $0.request.creation.application.currentHousing.occupants = small
            }
            records.append(
                HostileRecord(name: "numbers of \(number)", value: try extreme.serializedBytes(), end: .refusal)
            )
        }
        for seed in 1...6 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var bytes = try valid()
            bytes.removeLast(Int.random(in: 1..<bytes.count - 80, using: &random))
            // The desk and the id stand at the beginning; what is cut is the form.
            records.append(HostileRecord(name: "cut, seed \(seed)", value: bytes, end: .rejectOrRefusal))
        }
        return records
    }
}

extension WireSubmission {
    fileprivate func but(_ alter: (inout WireSubmission) -> Void) -> WireSubmission {
        var submission = self
        alter(&submission)
        return submission
    }
}
