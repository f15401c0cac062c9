import Foundation
import Matching
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

@testable import Deduplication
@testable import Numbering
@testable import Renewal
@testable import Statistics
@testable import StrikeOff
@testable import WorkerKit

/// The bytes of a state row are those of the message of `state.proto` that its documentation names.
@Suite struct RowTests {
    private let number = UniqueNumber.stub(123)
    private let id = SubmissionID(high: 0x0102_0304_0506_0708, low: 0x8090_A0B0_C0D0_E0F0)
    private let persons = [1, 2].map { PersonKey(fingerprint: Fingerprint(high: $0, low: ~$0)) }
    private let day: CivilDate = "2012-04-12"
    private let before1970: CivilDate = "1962-02-03"

    /// Both write the same bytes, and the row reads them back.
    private func expectSame<Row: TableRow>(
        _ row: Row,
        _ message: some Message,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        var writer = WireWriter()
        row.encode(into: &writer)
        let bytes: [UInt8] = try message.serializedBytes()
        #expect(writer.bytes == bytes, sourceLocation: location)
        let read = try bytes.withUnsafeBytes { buffer in
            var reader = WireReader(buffer)
            return try Row(decoding: &reader)
        }
        #expect(read == row, sourceLocation: location)
    }

    @Test func answers() throws {
        var row = AnswerRow(
            fingerprint: .max,
            day: day,
            outcome: .refused,
            number: number,
            firstFiled: before1970,
            validUntil: day,
            anomaly: .numberTaken
        )
        row.kept = .stub(7)
        row.renewableFrom = day
        try expectSame(
            row,
            WireAnswerRow.with {
                $0.fingerprint = .max
                $0.day = day.days
                $0.outcome = UInt32(WireOutcome.refused.rawValue)
                $0.number = number.rawValue
                $0.firstFiled = before1970.days
                $0.validUntil = day.days
                $0.anomaly = 911
                $0.kept = UniqueNumber.stub(7).rawValue
                $0.renewableFrom = day.days
            }
        )
        try expectSame(
            AnswerRow(fingerprint: 1, day: day, outcome: .unspecified),
            WireAnswerRow.with {
                $0.fingerprint = 1
                $0.day = day.days
            }
        )
    }

    @Test func everyAnomalyIsKeptByItsFigures() {
        for code in AnomalyCode.allCases { #expect(AnomalyCode(figures: code.figures) == code) }
    }

    @Test func calendarAndLinkMarks() throws {
        try expectSame(CalendarRow(), WireCalendarRow())
        try expectSame(
            CalendarRow(first: before1970, closed: day),
            WireCalendarRow.with {
                $0.first = before1970.days
                $0.closed = day.days
            }
        )
        try expectSame(WatermarkRow(day: before1970), WireWatermarkRow.with { $0.day = before1970.days })
        try expectSame(LinkMark(), WireLinkMark())
        try expectSame(NumberRow(number: number), WireAliasRow.with { $0.kept = number.rawValue })
    }

    @Test func numbering() throws {
        var sequence = SequenceRow()
        sequence.next = 1_000_001
        sequence.count(filed: "2012-03-31")
        sequence.count(filed: "2012-02-01")
        try expectSame(
            sequence,
            WireSequenceRow.with {
                $0.next = 1_000_001
                $0.month = 2012 * 12 + 2
                $0.given = 2
            }
        )
        try expectSame(NumberRow(number: number), WireFileRow.with { $0.number = number.rawValue })
        let commune = try #require(CommuneCode(code: "2A004"))
        var row = NumberedRow(initial: before1970, commune: commune, isEnded: true, start: day)
        row.isEnding = true
        row.applicant = NameMarks(birth: 1, last: .max, given: 77)
        row.isMerged = true
        row.dispute = Dispute(isHeld: true, asked: 2)
        row.otherCommunes = OtherCommunes(of: ["2A004", "59350", "nowhere", "59009"])
        row.forms = 200
        try expectSame(
            row,
            WireNumberedRow.with {
                $0.initialDay = before1970.days
                $0.commune = commune.packed
                $0.ended = true
                $0.start = day.days
                $0.ending = true
                $0.birthMark = 1
                $0.lastMark = .max
                $0.givenMark = 77
                $0.merged = true
                $0.held = true
                $0.holdsAsked = 2
                $0.otherCommunes = Data(
                    ["59350", "59009"].flatMap { code -> [UInt8] in
                        withUnsafeBytes(of: CommuneCode(code: code)!.packed.bigEndian, Array.init)
                    }
                )
                $0.forms = 200
            }
        )
        // None besides the first is known to be asked for; which is not the same as nothing being known.
        var applicant = ApplicantRow(marks: .unknown)
        applicant.otherCommunes = OtherCommunes(of: ["59350"])
        try expectSame(applicant, WireIdentityRow.with { $0.otherCommunes = Data() })
        try expectSame(
            ApplicantRow(marks: NameMarks(birth: 0, last: 5, given: .max)),
            WireIdentityRow.with {
                $0.lastMark = 5
                $0.givenMark = .max
            }
        )
        try expectSame(
            NumberedRow(initial: day, commune: nil, isEnded: false, start: day),
            WireNumberedRow.with {
                $0.initialDay = day.days
                $0.start = day.days
            }
        )
    }

    @Test func deduplication() throws {
        try expectSame(NumberRow(number: number), WirePendingEndRow.with { $0.number = number.rawValue })
        var review = ReviewRow(first: .stub(1), second: id)
        review.verdict = .different
        review.evidence = Evidence(score: -214, bytes: [0, 3, 0xFF, 0x38, 9, 1, 0, 7])
        review.merged = number
        review.isForSecond = true
        var wireReview = WireReviewRow.with {
            $0.reviewID = SubmissionID.stub(1).text + "+" + id.text
            $0.firstHigh = SubmissionID.stub(1).high
            $0.firstLow = SubmissionID.stub(1).low
            $0.secondHigh = id.high
            $0.secondLow = id.low
            $0.verdict = UInt32(WireVerdict.different.rawValue)
            $0.score = -214
            $0.weights.append(contentsOf: [0, 3, 0xFF, 0x38, 9, 1, 0, 7])
            $0.likely = true
            $0.merged = number.rawValue
            $0.secondAsked = true
        }
        try expectSame(review, wireReview)
        // By a key, and compared apart from it.
        review.sharesKey = true
        review.verdict = .unspecified
        review.merged = nil
        wireReview.likely = false
        wireReview.verdict = 0
        wireReview.merged = 0
        try expectSame(review, wireReview)
        for stage in [HolderRow.Stage.live, .held, .reinstated, .ended] {
            var holder = HolderRow(start: day, filed: before1970, persons: persons)
            holder.number = number
            holder.stage = stage
            holder.isReviewed = true
            holder.beforeMerge = stage
            holder.merged = day
            holder.dispute = Dispute(isHeld: true, asked: 1)
            holder.yielded = [persons[1]]
            holder.forms = 3
            try expectSame(
                holder,
                WireHolderRow.with {
                    $0.number = number.rawValue
                    $0.start = day.days
                    $0.stage = UInt32(stage.rawValue)
                    $0.persons.append(contentsOf: personBytes)
                    $0.filed = before1970.days
                    $0.reviewed = true
                    $0.beforeMerge = UInt32(stage.rawValue) + 1
                    $0.merged = day.days
                    $0.held = true
                    $0.holdsAsked = 1
                    $0.yielded.append(contentsOf: personBytes[16...])
                    $0.forms = 3
                }
            )
        }
        try expectSame(
            HolderRow(start: day, filed: day, persons: []),
            WireHolderRow.with {
                $0.start = day.days
                $0.filed = day.days
            }
        )
    }

    /// One that has a bit in each of its bytes.
    private var sketched: SketchedPerson {
        let bytes = (0..<SketchedPerson.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
        return bytes.withUnsafeBytes { raw in
            SketchedPerson(
                mark: UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)),
                sketch: PersonSketch(raw: raw.baseAddress! + 8),
            )
        }
    }

    private var sketchedBytes: [UInt8] {
        (0..<SketchedPerson.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    }

    @Test func sketches() throws {
        try expectSame(
            SketchRow(
                Sketched(persons: [sketched, sketched], dependants: DependantMarks([7, .max])),
                territory: .nord
            ),
            WireSketchRow.with {
                $0.persons.append(contentsOf: sketchedBytes + sketchedBytes)
                $0.territory = UInt32(Territory.nord.rawIndex)
                $0.dependants = [7, .max]
            }
        )
        // As intake writes them.
        #expect(sketched.sketch.bytes == Array(sketchedBytes.dropFirst(8)))
        #expect(PersonSketch(bytes: sketched.sketch.bytes) == sketched.sketch)
        var row = OverflowRow()
        row.blocks = 1
        row.reviews = 2
        row.applications = 3
        try expectSame(
            row,
            WireOverflowRow.with {
                $0.blocks = 1
                $0.reviews = 2
                $0.applications = 3
            }
        )
    }

    @Test func candidates() throws {
        for stage in [Candidate.Stage.new, .waiting, .linked, .resend, .form] {
            let record = RegisterRecord.cleared(3, commune: "59009")
            guard case .cleared(let cleared) = record.fact else { return }
            var candidate = Candidate(
                record: record,
                cleared: cleared,
                persons: persons,
                vague: [persons[1]],
                sketched: Sketched(persons: [sketched], dependants: DependantMarks([3, 1, 2, 4])),
                offset: 77,
            )
            candidate.stage = stage
            candidate.holder = id
            candidate.evidence = Evidence(score: 1240, bytes: [1, 1, 0, 7])
            try expectSame(
                candidate,
                WireCandidateRow.with {
                    $0.record = record.wire
                    $0.persons.append(contentsOf: personBytes)
                    $0.offset = 77
                    $0.stage = UInt32(stage.rawValue)
                    $0.holderHigh = id.high
                    $0.holderLow = id.low
                    $0.sketches.append(contentsOf: sketchedBytes)
                    $0.score = 1240
                    $0.weights.append(contentsOf: [1, 1, 0, 7])
                    $0.likely = true
                    $0.vague.append(contentsOf: personBytes.suffix(16))
                    $0.dependants = [1, 2, 3]
                }
            )
        }
    }

    @Test func renewal() throws {
        var sendings = [
            NoticeSending(rank: 1, channel: .post, day: day),
            NoticeSending(rank: 2, channel: .traceableLetter, day: before1970),
        ]
        sendings[0].note(.posted, on: before1970, proof: "LOT-7/1")
        sendings[0].status = .returned
        for stage in [RenewalRow.Stage.live, .held, .lapsed, .reinstated, .ended, .lapsing] {
            var row = RenewalRow(start: day, filed: before1970)
            row.noticed = day
            row.stage = stage
            row.reach = [.byPost, .acceptsElectronic]
            row.sendings = sendings
            row.beforeMerge = stage
            row.forms = 4
            try expectSame(
                row,
                WireRenewalRow.with {
                    $0.start = day.days
                    $0.filed = before1970.days
                    $0.noticed = day.days
                    $0.stage = UInt32(stage.rawValue)
                    $0.reach = 9
                    $0.sendings = [
                        .with {
                            $0.rank = 1
                            $0.channel = 1
                            $0.day = day.days
                            $0.status = 3
                            $0.proven = before1970.days
                            $0.proof = "LOT-7/1"
                        },
                        .with {
                            $0.rank = 2
                            $0.channel = 3
                            $0.day = before1970.days
                        },
                    ]
                    $0.beforeMerge = UInt32(stage.rawValue) + 1
                    $0.forms = 4
                }
            )
        }
        try expectSame(
            RenewalRow(start: day, filed: day),
            WireRenewalRow.with {
                $0.start = day.days
                $0.filed = day.days
            }
        )
    }

    @Test func closing() throws {
        var row = ClosingRow()
        try expectSame(row, WireClosingRow.with { $0.submissionPartitions = 1 })
        row.asked = day
        row.isLive = true
        row.submissionPartitions = 12
        row.allowed = before1970
        try expectSame(
            row,
            WireClosingRow.with {
                $0.asked = day.days
                $0.live = true
                $0.submissionPartitions = 12
                $0.allowed = before1970.days
            }
        )
        expectReadBack(SubmissionPartition(258), bytes: 4)
    }

    @Test func strikeOff() throws {
        for (index, reason) in StrikeOffReason.known.enumerated() {
            var row = StrikeOffRow(start: before1970, filed: day)
            let desk = DeskCode(code: "G5901")
            let end = StrikeOffRow.End(
                reason: reason,
                day: day,
                countedFrom: before1970,
                desk: index == 4 ? nil : desk
            )
            let warning = StrikeOffRow.Warning(reason: reason, day: before1970, proof: "1A é 77", desk: .portal)
            row.ended = end
            row.warning = warning
            row.isDalo = true
            row.isHeld = true
            row.isOut = true
            row.gone = .merged
            row.merged = day
            for key in [KeyID(high: 6, low: 1041), KeyID(high: .max, low: 0)] { row.forms.note(key) }
            #expect(row.ended == end)
            #expect(row.warning == warning)
            try expectSame(
                row,
                WireStrikeOffRow.with {
                    $0.start = before1970.days
                    $0.reason = UInt32(index + 1)
                    $0.struck = day.days
                    $0.warnedReason = UInt32(index + 1)
                    $0.warned = before1970.days
                    $0.warnedProof = "1A é 77"
                    $0.struckDesk = index == 4 ? 0 : 27118801
                    $0.warnedDesk = DeskCode.portal.packed
                    $0.dalo = true
                    $0.held = true
                    $0.keys = Data([0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 4, 0x11])
                    $0.keys += Data([UInt8](repeating: 0xFF, count: 8) + [UInt8](repeating: 0, count: 8))
                    $0.out = true
                    $0.gone = 3
                    $0.merged = day.days
                    $0.countedFrom = before1970.days
                    $0.filed = day.days
                }
            )
        }
        try expectSame(
            StrikeOffRow(start: day, filed: before1970),
            WireStrikeOffRow.with {
                $0.start = day.days
                $0.filed = before1970.days
            }
        )
        try expectSame(DaloMark(), WireDaloMark())
    }

    @Test func statistics() throws {
        let commune = try #require(CommuneCode(code: "59350"))
        var counted = CountedRow(commune: commune, initial: before1970, isEnded: true)
        counted.isMerged = true
        try expectSame(
            counted,
            WireCountedRow.with {
                $0.commune = commune.packed
                $0.initialDay = before1970.days
                $0.ended = true
                $0.merged = true
            }
        )
        try expectSame(StockRow(pending: -3), WireStockRow.with { $0.pending = -3 })
        var movement = Movement()
        movement.pendingAtStart = -1
        movement.registered = 2
        movement.imported = 3
        movement.reinstated = 4
        movement.linked = 5
        movement.renewed = 6
        movement.struckOffAllocation = 7
        movement.struckOffRenunciation = 8
        movement.struckOffNoAnswer = 9
        movement.struckOffInadmissible = 10
        movement.struckOffNotRenewed = 11
        movement.deleted = 12
        movement.movedIn = 13
        movement.movedOut = 14
        movement.notices = 15
        movement.allocationDaysSum = 16_000
        movement.allocationMonths = [(0, 1), (3, 300)]
        try expectSame(
            movement,
            WireMovementRow.with {
                $0.pendingAtStart = -1
                $0.registered = 2
                $0.imported = 3
                $0.reinstated = 4
                $0.linked = 5
                $0.renewed = 6
                $0.struckOffAllocation = 7
                $0.struckOffRenunciation = 8
                $0.struckOffNoAnswer = 9
                $0.struckOffInadmissible = 10
                $0.struckOffNotRenewed = 11
                $0.deleted = 12
                $0.movedIn = 13
                $0.movedOut = 14
                $0.notices = 15
                $0.allocationDaysSum = 16_000
                $0.allocationMonths = [0, 1, 3, 300]
            }
        )
        try expectSame(Movement(), WireMovementRow())
    }

    private var personBytes: [UInt8] {
        persons.flatMap { person in
            [person.high, person.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
            }
        }
    }

    // Keys.

    private func expectReadBack<Key: RowKey>(
        _ key: Key,
        bytes count: Int,
        _ location: SourceLocation = #_sourceLocation
    ) {
        var writer = WireWriter()
        key.encode(into: &writer)
        #expect(writer.bytes.count == count, sourceLocation: location)
        #expect(writer.bytes.withUnsafeBytes { Key(decoding: $0) } == key, sourceLocation: location)
        let longer = writer.bytes + [0]
        #expect(longer.withUnsafeBytes { Key(decoding: $0) } == nil, sourceLocation: location)
    }

    @Test func keysHaveTheirSizeAndAreReadBack() throws {
        let commune = try #require(CommuneCode(code: "59350"))
        let month = try #require(CivilMonth(iso: "2012-04"))
        expectReadBack(number, bytes: 8)
        expectReadBack(id, bytes: 16)
        expectReadBack(persons[0], bytes: 16)
        for territory in Territory.all { expectReadBack(territory, bytes: 1) }
        expectReadBack(SourcePosition(partition: 11, offset: .max), bytes: 16)
        expectReadBack(Single(), bytes: 0)
        expectReadBack(Place(.nord, commune), bytes: 5)
        expectReadBack(CellKey(place: Place(.nord, commune), period: Period(day)), bytes: 9)
        expectReadBack(CellKey(place: Place(.nord, commune), period: Period(before1970)), bytes: 9)
        expectReadBack(CellKey(place: Place(.nord, commune), period: Period(month)), bytes: 9)
    }

    /// Each worker's tables have tags of their own: two tables with one tag would read each other's rows.
    @Test func noTwoTablesOfAWorkerShareATag() {
        var register = LocalRegister(calendar: RandomHistory.hurriedCalendar)
        var history = RandomHistory(seed: 5)
        var random = SeededRandom(seed: 5)
        for _ in 0..<60 {
            register.append(history.submission(after: register))
            register.settle(using: &random)
            register.closeDays(through: history.today)
            history.passDays()
        }
        register.settle()
        expectSizes(
            [1: 16, 2: 16, 3: 8, 4: 16, 5: 16, 6: 16, 7: 16, 8: 0, 9: 8, 10: 16, 11: 1, 12: 8],
            register.deduplication.worker.rows
        )
        expectSizes([1: 1, 2: 16, 3: 8, 4: 16, 5: 8, 6: 16, 7: 8], register.numbering.worker.rows)
        expectSizes([1: 8, 2: 0, 3: 16, 4: 8, 5: 4, 6: 0], register.renewal.worker.rows)
        expectSizes([1: 8, 3: 16, 4: 8, 5: 16, 6: 8, 7: 0], register.strikeOff.worker.rows)
        expectSizes([1: 8, 2: 5, 3: 9, 4: 0], register.statistics.worker.rows)
    }

    /// The size of the keys of each table, by tag.
    private func expectSizes(_ sizes: [UInt8: Int], _ rows: [RowChange]) {
        for row in rows { #expect(row.key.count - 1 == sizes[row.key[0]]) }
        #expect(Set(rows.map(\.key)).count == rows.count)
        #expect(rows.count > 2)
    }
}
