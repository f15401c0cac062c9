import Foundation
import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport

/// What desks submit during a fault test, in a fixed order: new applicants of several territories, some of them twice,
/// resends, and refusals.
struct Load {
    static let partitions = 4
    /// `NU_FAULTS_SUBMISSIONS`, or what an automatic check has time for.
    static let standard = Load(
        count: ProcessInfo.processInfo.environment["NU_FAULTS_SUBMISSIONS"].flatMap(Int.init) ?? 2_000
    )

    let records: [OutgoingRecord]

    init(count: Int) {
        var random = SeededRandom(seed: 20_110_328)
        var sent: [WireSubmission] = []
        for index in 0..<count {
            let luck = Int.random(in: 0..<100, using: &random)
            if luck < 5, let earlier = sent.randomElement(using: &random) {
                sent.append(earlier)
                continue
            }
            let person = luck < 15 ? Int.random(in: 0...index, using: &random) : index
            let place = Load.places[Int.random(in: 0..<Load.places.count, using: &random)]
            var application = SubmissionFixtures.application(
                SubmissionFixtures.person(lastName: "Nom\(letters(person))", firstNames: "Zoé", birthDate: "1980-05-17")
            )
            application.coApplicants = []
            application.wanted.communes = [place.commune]
            if luck >= 97 { application.applicant.identity.birthDate = "1980-13-01" }
            var submission = SubmissionFixtures.creation(
                id: SubmissionFixtures.id(UInt64(index)),
                application: application
            )
            submission.territory = place.territory
            submission.receivedOn = ""
            sent.append(submission)
        }
        records = sent.map { Load.record(.submissions, $0.territory, $0) }
    }

    /// The desk that submits, with its rights.
    static let desk: OutgoingRecord = {
        var desk = SubmissionFixtures.landlord()
        desk.territories = places.map(\.territory)
        return record(.desks, desk.code, desk)
    }()

    private static let places = [
        (territory: "059", commune: "59350"), (territory: "062", commune: "62041"),
        (territory: "080", commune: "80021"), (territory: "002", commune: "02691"),
        (territory: "060", commune: "60057"),
    ]
    /// Of this day: the clock of the workers closes those before it.
    private static let publishedAt = Int64(Date().timeIntervalSince1970 * 1000)

    private static func record(_ topic: Topic, _ key: String, _ message: some Message) -> OutgoingRecord {
        let count = topic.partitions(inRegisterOf: partitions)
        return OutgoingRecord(
            TopicPartition(topic.name, Partitioner.partition(of: key, count: count)),
            key: Array(key.utf8),
            value: (try? message.serializedBytes()) ?? [],
            headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
            timestamp: publishedAt,
        )
    }
}

private func letters(_ number: Int) -> String {
    String(number).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue!))) }.joined()
}
