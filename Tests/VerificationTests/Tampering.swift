import Foundation
import Register
import Schemas
import Sealing
import SimulationSupport
import Stream
import SwiftProtobuf
import TestSupport
import Testing
import Verification
import WorkerKit

/// One thing done to a log, and the rule that it breaks. It returns where the finding must point.
struct Tampering: Sendable, CustomTestStringConvertible {
    let promise: Promise
    let rule: String
    let what: String
    let apply: @Sendable (FrozenLog) throws -> RecordPlace

    init(
        _ promise: Promise,
        _ rule: String,
        _ what: String,
        _ apply: @escaping @Sendable (FrozenLog) throws -> RecordPlace
    ) {
        self.promise = promise
        self.rule = rule
        self.what = what
        self.apply = apply
    }

    var testDescription: String { "\(rule): \(what)" }

    static let all: [Tampering] =
        form + numbers + persons + answers + strikeOffs + deadlines + statistics + seniority + state + erasure

    // MARK: 9

    static let erasure: [Tampering] = [
        Tampering(.erasure, "key-missing", "the key of a live application’s form is dropped") { log in
            let form = try log.form(of: log.registered(1))
            try log.drop(log.key(of: form))
            return form
        },
        Tampering(.erasure, "key-left", "the key of a purged application’s form is not dropped") { log in
            let purged = try log.number(of: try log.fact { if case .purged = $0.fact { true } else { false } })
            let form = try log.fact { if case .registered = $0.fact { $0.number == purged } else { false } }
            return try log.keepKey(of: form)
        },
        Tampering(.erasure, "key-left", "the key of a refused submission’s form is not dropped") { log in
            try log.keepKey(of: try log.fact { if case .linked(let fact) = $0.fact { fact.repeated } else { false } })
        },
        Tampering(.erasure, "key-left", "the key of a deleted application’s form is not dropped") { log in
            let deleted = try log.number(of: try log.fact { if case .deleted = $0.fact { true } else { false } })
            return try log.keepKey(
                of: try log.fact { if case .registered = $0.fact { $0.number == deleted } else { false } }
            )
        },
        Tampering(.erasure, "form-does-not-open", "a sealed form is changed") { log in
            let place = try log.form(of: log.registered(1))
            log.alterFact(place) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.sealed[accepted.sealed.count / 2] ^= 1
                record.fact = .accepted(accepted)
            }
            return place
        },
        Tampering(.erasure, "form-does-not-open", "two sealed forms change places") { log in
            let one = try log.form(of: log.registered(1))
            let other = try log.form(
                of: try log.fact { if case .linked(let fact) = $0.fact { !fact.repeated } else { false } }
            )
            var (first, second) = (Data(), Data())
            log.alterFact(one) { if case .accepted(let accepted) = $0.fact { first = accepted.sealed } }
            log.alterFact(other) { if case .accepted(let accepted) = $0.fact { second = accepted.sealed } }
            for (place, sealed) in [(one, second), (other, first)] {
                log.alterFact(place) { record in
                    guard case .accepted(var accepted) = record.fact else { return }
                    accepted.sealed = sealed
                    record.fact = .accepted(accepted)
                }
            }
            return one
        },
        Tampering(.erasure, "form-does-not-open", "a form and the name of its key stand in another’s record") { log in
            let one = try log.form(of: log.registered(1))
            let other = try log.form(of: log.registered(2))
            var (sealed, key) = (Data(), KeyID?.none)
            log.alterFact(one) { record in
                if case .accepted(let accepted) = record.fact { (sealed, key) = (accepted.sealed, record.key) }
            }
            log.alterFact(other) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.sealed = sealed
                record.fact = .accepted(accepted)
                record.key = key
            }
            return other
        },
        Tampering(.erasure, "form-does-not-open", "what stands open beside a sealed form is changed") { log in
            let place = try log.form(of: log.registered(1))
            log.alterFact(place) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.request.creation.application.wanted.dwellingTypes = ["T5"]
                record.fact = .accepted(accepted)
            }
            return place
        },
        Tampering(.erasure, "form-does-not-open", "a record no longer names the key of its form") { log in
            let place = try log.form(of: log.registered(1))
            log.alterFact(place) { $0.key = nil }
            return place
        },
        Tampering(.erasure, "form-does-not-open", "a key is another’s") { log in
            let form = try log.form(of: log.registered(1))
            let place = try log.key(of: form)
            let other = try log.key(of: log.form(of: log.registered(2)))
            var value: Bytes?
            log.alter(other) { value = $0.value }
            log.alter(place) { $0.value = value }
            return form
        },
        Tampering(.erasure, "form-open", "a name stands in a form") { log in
            let place = try log.form(of: log.registered(1))
            log.alterFact(place) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.request.creation.application.applicant.identity.lastName = "Delattre"
                record.fact = .accepted(accepted)
            }
            return place
        },
        Tampering(.erasure, "other-comparison", "an intake had other master keys") { log in
            let place = try log.form(of: log.registered(2))
            log.alterFact(place) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.comparison ^= 1
                record.fact = .accepted(accepted)
            }
            return place
        },
        Tampering(.erasure, "row-left", "a holder is not forgotten") { log in
            let purged = try log.number(of: try log.fact { if case .purged = $0.fact { true } else { false } })
            let creator = try log.fact { if case .registered = $0.fact { $0.number == purged } else { false } }
            let key = try log.creatorKey(2, of: creator)
            return log.repeatRecord(try log.first(.state(of: "deduplication")) { $0.key?.elementsEqual(key) == true })
        },
        Tampering(.erasure, "row-left", "numbering keeps the marks of a name") { log in
            let key = try log.rowKey(3, of: try log.fact { if case .purged = $0.fact { true } else { false } })
            return log.repeatRecord(try log.first(.state(of: "numbering")) { $0.key?.elementsEqual(key) == true })
        },
    ]

    // MARK: 0

    static let form: [Tampering] = [
        Tampering(.form, "unreadable", "a record of the register is cut off") { log in
            let place = try log.registered(2)
            log.alter(place) { $0.value = $0.value?.dropLast(3) }
            return place
        },
        Tampering(.form, "wrong-key", "the key is another territory's") { log in
            let place = try log.registered(2)
            log.alter(place) { $0.key = Array("062".utf8)[...] }
            return place
        },
        Tampering(.form, "wrong-partition", "a record stands in the other partition") { log in
            let place = try log.registered(2)
            return log.repeatRecord(place, in: 1 - place.partition)
        },
        Tampering(.form, "number-elsewhere", "a number of another territory") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { $0.number = UniqueNumber("0620112000001G5901") }
            return place
        },
        Tampering(.form, "day-out-of-order", "a closed day is missing") { log in
            log.drop(try log.closed("2012-05-05"))
            return try log.closed("2012-05-06")
        },
        Tampering(.form, "day-out-of-order", "two closed days change places") { log in
            let (one, other) = (try log.closed("2012-05-05"), try log.closed("2012-05-06"))
            log.swap(one, other)
            return one
        },
        Tampering(.form, "closed-early", "a partition of nu.submissions never said that the day is in") { log in
            let closed = try log.closed("2012-05-05")
            log.drop(
                try log.first(.register) { record in
                    guard let opened = FrozenLog.opened(record), case .received = opened.fact else { return false }
                    return opened.day.iso == "2012-05-05"
                }.inPartition(closed.partition, of: log) { record in
                    if case .received = record.fact { record.day.iso == "2012-05-05" } else { false }
                }
            )
            return closed
        },
        Tampering(.form, "unknown-submission", "the accepted submission is missing") { log in
            log.drop(try log.accepted(.warning))
            return try log.fact { if case .warned = $0.fact { true } else { false } }
        },
        Tampering(.form, "unasked", "a submission is decided as another kind") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { $0.fact = .reinstated(WireReinstated()) }
            return place
        },
        Tampering(.form, "acted-outside", "a town hall’s strike-off that nobody judged") { log in
            log.drop(try log.judged(denied: false))
            return try log.fact { record in
                if case .struckOff(let fact) = record.fact { fact.proof == "COURRIER-9" } else { false }
            }
        },
        Tampering(.form, "acted-outside", "a strike-off of a file that asks for no commune of the town hall") { log in
            let place = try log.judged(denied: false)
            log.alterFact(place) { record in
                guard case .accessJudged(var fact) = record.fact else { return }
                fact.denied = true
                record.fact = .accessJudged(fact)
            }
            return try log.fact { record in
                if case .struckOff(let fact) = record.fact { fact.proof == "COURRIER-9" } else { false }
            }
        },
        Tampering(.form, "unasked", "a desk without communes is judged by them") { log in
            let place = try log.judged(denied: true)
            let number = try log.number(of: place)
            log.alterFact(
                try log.fact { record in
                    if case .accepted(let fact) = record.fact, !fact.deskCommunes.isEmpty {
                        record.number == number
                    } else {
                        false
                    }
                }
            ) { record in
                guard case .accepted(var fact) = record.fact else { return }
                fact.deskCommunes = []
                record.fact = .accepted(fact)
            }
            return place
        },
        Tampering(.form, "unknown-application", "a fact of a number that was never given") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { $0.number = UniqueNumber("0590112000999G5901") }
            return place
        },
        Tampering(.form, "free-text", "a name in a receipt") { log in
            let place = try log.receipt { $0.outcome == .refused }
            try log.alterMessage(place, as: WireReceipt.self) { $0.anomalies[0].english = "Élise Delattre was here." }
            return place
        },
        Tampering(.form, "free-text", "a name in a header") { log in
            let place = try log.receipt { _ in true }
            log.alter(place) { $0.headers.append(LogHeader("ce_subject", "Delattre")) }
            return place
        },
        Tampering(.form, "free-text", "a name in a notice") { log in
            let place = try log.first(.notices) { _ in true }
            try log.alterMessage(place, as: WireNotice.self) { $0.reason = "Delattre" }
            return place
        },
        Tampering(.form, "free-text", "a receipt names another day than its sentence") { log in
            let place = try log.receipt { $0.anomalies.contains { !$0.renewableFrom.isEmpty } }
            try log.alterMessage(place, as: WireReceipt.self) { $0.anomalies[0].renewableFrom = "2012-01-01" }
            return place
        },
        Tampering(.form, "free-text", "a name in place of a day") { log in
            let place = try log.receipt { $0.anomalies.contains { $0.renewableFrom.isEmpty } }
            try log.alterMessage(place, as: WireReceipt.self) { $0.anomalies[0].renewableFrom = "Delattre" }
            return place
        },
        Tampering(.form, "purged-early", "a purge a day before its time") { log in
            let place = try log.fact { if case .purged = $0.fact { true } else { false } }
            log.alterFact(place) { $0.day = $0.day.adding(days: -1) }
            return place
        },
        Tampering(.form, "purged-in-dispute", "a purge while a dispute goes on") { log in
            let lifted = try log.fact { record in
                if case .litigationHeld(let fact) = record.fact { fact.step == .lifted } else { false }
            }
            let number = try log.number(of: lifted)
            log.drop(lifted)
            return try log.fact { if case .purged = $0.fact { $0.number == number } else { false } }
        },
        Tampering(.form, "ended-in-dispute", "a deletion while a dispute goes on") { log in
            let place = try log.fact { record in
                if case .deleted(let fact) = record.fact { fact.writtenProof == "ORDRE-2" } else { false }
            }
            log.drop(try log.lifted(try log.number(of: place)))
            return place
        },
        Tampering(.form, "ended-in-dispute", "a merge while a dispute goes on") { log in
            let place = try log.fact { record in
                guard case .merged(let fact) = record.fact else { return false }
                return (try? log.lifted(UniqueNumber(fact.mergedNumber))) != nil
            }
            guard case .merged(let fact) = try log.opened(place).fact else { throw SimulationError("not merged") }
            log.drop(try log.lifted(UniqueNumber(fact.mergedNumber)))
            return place
        },
        Tampering(.form, "unasked", "a merge is undone that nobody undid") { log in
            let place = try log.fact { if case .unmerged = $0.fact { true } else { false } }
            log.drop(
                try log.fact { if case .reviewClosed(let fact) = $0.fact { fact.verdict == .undo } else { false } }
            )
            return place
        },
        Tampering(.form, "free-text", "a name in place of a number") { log in
            let place = try log.receipt { !$0.keptNumber.isEmpty }
            try log.alterMessage(place, as: WireReceipt.self) { $0.keptNumber = "Delattre" }
            return place
        },
        Tampering(.form, "not-purged", "no purge after a dispute") { log in
            let lifted = try log.fact { record in
                if case .litigationHeld(let fact) = record.fact { fact.step == .lifted } else { false }
            }
            let number = try log.number(of: lifted)
            let place = try log.fact { if case .purged = $0.fact { $0.number == number } else { false } }
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
        Tampering(.form, "not-purged", "a purge is missing") { log in
            let place = try log.fact { if case .purged = $0.fact { true } else { false } }
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
    ]

    // MARK: 1

    static let numbers: [Tampering] = [
        Tampering(.numbers, "number-gap", "a registration is missing") { log in
            log.drop(try log.registered(2))
            return try log.registered(3)
        },
        Tampering(.numbers, "number-gap", "two registrations change places") { log in
            let (one, other) = (try log.registered(2), try log.registered(3))
            log.swap(one, other)
            return one
        },
        Tampering(.numbers, "number-gap", "a number is skipped") { log in
            let place = try log.registered(5)
            log.alterFact(place) { $0.number = UniqueNumber("0590112000015G5901") }
            return place
        },
        Tampering(.numbers, "number-reused", "a number is given again") { log in
            let place = try log.registered(3)
            log.alterFact(place) { $0.number = UniqueNumber("0590112000001G5901") }
            return place
        },
        Tampering(.numbers, "number-composition", "another month") { log in
            let place = try log.registered(3)
            log.alterFact(place) { $0.number = UniqueNumber("0590212000003G5901") }
            return place
        },
        Tampering(.numbers, "number-composition", "another desk") { log in
            let place = try log.registered(3)
            log.alterFact(place) { $0.number = UniqueNumber("0590112000003G5902") }
            return place
        },
        Tampering(.numbers, "import-renumbered", "an import gets another number") { log in
            let place = try log.fact { if case .imported = $0.fact { true } else { false } }
            log.alterFact(place) { $0.number = UniqueNumber("0590908004712G5902") }
            return place
        },
        Tampering(.numbers, "two-numbers", "a submission gets a second number") { log in
            let place = log.repeatRecord(try log.registered(2))
            log.alterFact(place) { $0.number = UniqueNumber("0590112000099G5901") }
            return place
        },
    ]

    // MARK: 2

    static let persons: [Tampering] = [
        Tampering(.persons, "two-applications", "someone is registered twice") { log in
            let place = try log.fact { record in
                if case .accepted = record.fact { record.submission?.text.hasSuffix("066") == true } else { false }
            }
            var persons: [WirePersonMarks] = []
            log.alterFact(try log.form(of: log.registered(1))) { record in
                if case .accepted(let accepted) = record.fact { persons = accepted.persons }
            }
            log.alterFact(place) { record in
                guard case .accepted(var accepted) = record.fact else { return }
                accepted.persons = persons
                record.fact = .accepted(accepted)
            }
            return try log.registered(2)
        },
        Tampering(.persons, "two-applications", "a review was not opened") { log in
            log.drop(try log.fact { if case .reviewOpened = $0.fact { true } else { false } })
            return try log.fact { record in
                if case .modified = record.fact { record.number?.sequence == 4 } else { false }
            }
        },
        Tampering(.persons, "merged-still-live", "ruled to be one person's, and nothing follows") { log in
            log.alterFact(try log.fact { if case .reviewClosed = $0.fact { true } else { false } }) { record in
                guard case .reviewClosed(var closed) = record.fact else { return }
                closed.verdict = .same
                record.fact = .reviewClosed(closed)
            }
            // Both have to be live in the end.
            for place in try log.ends(of: [4, 5]) { log.drop(place) }
            return try log.registered(5)
        },
        // Nobody's key is in both: they are alike.
        Tampering(.persons, "merged-still-live", "alike, ruled to be one person's, and nothing follows") { log in
            let review = try log.review { $0.grounds == ["LIKELY_SAME"] }
            let ruling = try log.fact { record in
                if case .reviewClosed(let fact) = record.fact { fact.reviewID == review.reviewID } else { false }
            }
            log.alterFact(ruling) { record in
                guard case .reviewClosed(var closed) = record.fact else { return }
                closed.verdict = .same
                record.fact = .reviewClosed(closed)
            }
            return try log.fact { record in
                guard case .registered = record.fact else { return false }
                return record.submission.map { Array($0.bytes) } == Array(review.second)
            }
        },
        Tampering(.persons, "merged-still-live", "a merge that ends nobody") { log in
            let place = try log.fact {
                if case .deleted(let fact) = $0.fact { !fact.mergedInto.isEmpty } else { false }
            }
            let merged = try log.number(of: place)
            log.drop(place)
            return try log.fact { if case .registered = $0.fact { $0.number == merged } else { false } }
        },
        Tampering(.persons, "two-applications", "of three, two are not told apart") { log in
            // All that name the third: one with any of the others would do.
            let id = SubmissionFixtures.id(131)
            while let review = try? log.fact({ record in
                if case .reviewOpened(let opened) = record.fact { opened.reviewID.contains(id) } else { false }
            }) {
                log.drop(review)
            }
            let third = try log.fact { record in
                if case .registered = record.fact {
                    record.submission?.text == SubmissionFixtures.id(131)
                } else {
                    false
                }
            }
            let number = try log.number(of: third)
            return try log.fact { record in
                if case .modified = record.fact { record.number == number } else { false }
            }
        },
        Tampering(.persons, "two-applications", "an undone merge, and no review of the two") { log in
            let undone = try log.fact { if case .unmerged = $0.fact { true } else { false } }
            guard case .unmerged(let fact) = try log.opened(undone).fact else { throw SimulationError("not undone") }
            let review = try log.fact { record in
                if case .reviewOpened(let opened) = record.fact { opened.reviewID == fact.reviewID } else { false }
            }
            log.drop(review)
            return undone
        },
    ]

    // MARK: 3

    static let answers: [Tampering] = [
        Tampering(.answers, "unanswered", "a receipt is missing") { log in
            let place = try log.receipt { $0.outcome == .registered && $0.number.hasPrefix("0590112000002") }
            let source = try log.source(ofReceipt: place)
            log.drop(place)
            return source
        },
        Tampering(.answers, "unanswered", "a reject is missing") { log in
            let place = try log.first(.rejects) { _ in true }
            log.drop(place)
            return try log.first(.submissions) { $0.value?.count == 3 }
        },
        Tampering(.answers, "unanswered", "an intake refusal is missing") { log in
            let place = try log.receipt { $0.desk == "ZZZZZ" }
            let source = try log.source(ofReceipt: place)
            log.drop(place)
            return source
        },
        Tampering(.answers, "answered-twice", "a receipt stands twice") { log in
            log.repeatRecord(try log.receipt { $0.outcome == .linked })
        },
        Tampering(.answers, "answer-differs", "a receipt gives another outcome") { log in
            let place = try log.receipt { $0.outcome == .linked }
            try log.alterMessage(place, as: WireReceipt.self) { $0.outcome = .registered }
            return place
        },
        Tampering(.answers, "answer-differs", "a receipt gives another number") { log in
            let place = try log.receipt { $0.outcome == .registered }
            try log.alterMessage(place, as: WireReceipt.self) { $0.number = "0590112000077G5901" }
            return place
        },
        Tampering(.answers, "answer-differs", "a refusal leads to a number that is another one’s") { log in
            let place = try log.receipt { !$0.keptNumber.isEmpty }
            try log.alterMessage(place, as: WireReceipt.self) { $0.keptNumber = "0590112000001G5901" }
            return place
        },
        Tampering(.answers, "answer-differs", "a refusal for an alias does not lead on") { log in
            let place = try log.receipt { !$0.keptNumber.isEmpty }
            try log.alterMessage(place, as: WireReceipt.self) { $0.keptNumber = "" }
            return place
        },
        Tampering(.answers, "answer-differs", "two receipts change places") { log in
            let one = try log.receipt { $0.outcome == .registered && $0.number.hasPrefix("0590112000001") }
            let place = try log.receipt { $0.outcome == .registered && $0.number.hasPrefix("0590112000002") }
            try log.alterMessage(place, as: WireReceipt.self) { receipt in
                receipt.sourceOffset = try! log.message(one, as: WireReceipt.self).sourceOffset
            }
            log.drop(one)
            return place
        },
        Tampering(.answers, "repeat-differs", "a resend is answered with another number") { log in
            let place = try log.receipt { $0.repeated }
            try log.alterMessage(place, as: WireReceipt.self) { $0.number = "0590112000001G5901" }
            return try log.source(ofReceipt: place)
        },
        Tampering(.answers, "accepted-twice", "a submission is accepted twice") { log in
            log.repeatRecord(try log.accepted(.warning))
        },
        Tampering(.answers, "decided-twice", "a submission is decided twice") { log in
            log.repeatRecord(try log.fact { if case .declined = $0.fact { true } else { false } })
        },
        Tampering(.answers, "answer-without-submission", "a submission that answers belong to is missing") { log in
            let place = try log.source(ofReceipt: try log.receipt { $0.outcome == .linked })
            log.drop(place)
            return place
        },
        Tampering(.answers, "reject-without-submission", "a reject stands twice") { log in
            let place = try log.first(.rejects) { _ in true }
            log.repeatRecord(place)
            return place
        },
    ]

    // MARK: 4

    static let strikeOffs: [Tampering] = [
        Tampering(.strikeOffs, "no-legal-reason", "a sixth reason") { log in
            try log.alterStrikeOff("RADABA") { $0.reason = "RADXXX" }
        },
        Tampering(.strikeOffs, "no-lease", "no day of the lease") { log in
            try log.alterStrikeOff("RADATT") { $0.leaseDay = 0 }
        },
        Tampering(.strikeOffs, "no-lease", "no landlord") { log in
            try log.alterStrikeOff("RADATT") { $0.landlordSiren = "" }
        },
        Tampering(.strikeOffs, "no-allocation-data", "a lease of 2013 without its quota") { log in
            try log.alterStrikeOff("RADATT", leased: "2013-01-10") { $0.quota = "" }
        },
        Tampering(.strikeOffs, "no-allocation-data", "a lease of 2013 that says nothing of the DALO") { log in
            try log.alterStrikeOff("RADATT", leased: "2013-01-10") { $0.daloPriority = "PEUT-ETRE" }
        },
        Tampering(.strikeOffs, "dalo-mark-lost", "a mark is lost") { log in
            try log.alterStrikeOff("RADATT", leased: "2013-01-10") { $0.dalo = false }
        },
        Tampering(.strikeOffs, "dalo-mark-lost", "a mark that no form bore") { log in
            try log.alterStrikeOff("RADABA") { $0.dalo = true }
        },
        Tampering(.strikeOffs, "not-the-sender", "RADCON by a desk that sent nothing") { log in
            let place = try log.struckOff("RADCON")
            log.alterFact(place) { $0.desk = DeskCode(code: "G5902") }
            return place
        },
        Tampering(.strikeOffs, "undone-by-another", "a landlord undoes another's allocation") { log in
            let place = try log.fact { if case .reinstated = $0.fact { true } else { false } }
            log.alterFact(place) { $0.desk = DeskCode(code: "G5902") }
            return place
        },
        Tampering(.strikeOffs, "no-renunciation", "no written proof") { log in
            try log.alterStrikeOff("RADABA") { $0.proof = "" }
        },
        Tampering(.strikeOffs, "no-warning", "no warning before RADCON") { log in
            log.drop(try log.fact { if case .warned = $0.fact { true } else { false } })
            return try log.struckOff("RADCON")
        },
        Tampering(.strikeOffs, "no-warning", "a warning for another ground") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .warned(var warned) = record.fact else { return }
                warned.reason = "RADIRR"
                warned.ground = "IRRRES"
                record.fact = .warned(warned)
            }
            return try log.alterStrikeOff("RADCON") {
                $0.reason = "RADIRR"
                $0.ground = "IRRSEJ"
            }
        },
        Tampering(.strikeOffs, "no-warning", "a warning for another reason") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .warned(var warned) = record.fact else { return }
                warned.reason = "RADIRR"
                record.fact = .warned(warned)
            }
            return try log.struckOff("RADCON")
        },
        Tampering(.strikeOffs, "warning-too-recent", "a month and a half after the warning") { log in
            try log.alterStrikeOff("RADCON") { $0.noticed += 20 }
        },
        Tampering(.strikeOffs, "warning-without-proof", "a warning that nobody received") { log in
            let place = try log.fact { if case .warned = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .warned(var warned) = record.fact else { return }
                warned.proof = ""
                record.fact = .warned(warned)
            }
            return place
        },
        Tampering(.strikeOffs, "no-lapse", "RADREN without a lapse") { log in
            log.drop(try log.fact { if case .lapsed = $0.fact { true } else { false } })
            return try log.struckOff("RADREN")
        },
        Tampering(.strikeOffs, "no-lapse", "RADREN with a proof that its lapse does not have") { log in
            try log.alterStrikeOff("RADREN") { $0.proof = "LOT-9/9" }
        },
        Tampering(.strikeOffs, "no-lawful-notice", "RADREN without a notice") { log in
            try log.alterStrikeOff("RADREN") { $0.noticed = 0 }
        },
        Tampering(.strikeOffs, "struck-off-twice", "struck off again") { log in
            log.repeatRecord(try log.struckOff("RADABA"))
        },
        Tampering(.strikeOffs, "nothing-to-reinstate", "what was not struck off is reinstated") { log in
            log.drop(try log.struckOff("RADATT"))
            return try log.fact { if case .reinstated = $0.fact { true } else { false } }
        },
    ]

    // MARK: 5

    static let deadlines: [Tampering] = [
        Tampering(.deadlines, "notice-missing", "a notice is missing") { log in
            let place = try log.fact { if case .noticeDue = $0.fact { true } else { false } }
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
        Tampering(.deadlines, "notice-undue", "a notice a day late") { log in
            let place = try log.fact { if case .noticeDue = $0.fact { true } else { false } }
            log.alterFact(place) { $0.day = $0.day.adding(days: 1) }
            return place
        },
        Tampering(.deadlines, "notice-missing", "a second notice is missing") { log in
            let place = try log.noticed(2)
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
        Tampering(.deadlines, "notice-undue", "a second notice less than a month after the first") { log in
            let place = try log.noticed(2)
            log.alterFact(place) { $0.day = $0.day.adding(days: -1) }
            return place
        },
        Tampering(.deadlines, "notice-undue", "a second notice a day late") { log in
            let place = try log.noticed(2)
            log.alterFact(place) { $0.day = $0.day.adding(days: 1) }
            return place
        },
        Tampering(.deadlines, "notice-undue", "a first notice twice") { log in
            let place = try log.noticed(2)
            log.alterNotice(place) { $0.rank = 1 }
            return place
        },
        Tampering(.deadlines, "notice-undue", "a notice by another channel than the law's") { log in
            let place = try log.noticed(1)
            log.alterNotice(place) { $0.channels = [.email] }
            return place
        },
        Tampering(.deadlines, "notice-undue", "another channel, and none had failed") { log in
            let place = try log.noticed(2)
            log.alterNotice(place) {
                $0.attempt = 2
                $0.channels = [.email]
            }
            return place
        },
        Tampering(.deadlines, "proof-of-nothing", "the proof of a notice that was not sent") { log in
            let place = try log.fact { if case .noticeProven = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .noticeProven(var proven) = record.fact else { return }
                proven.channel = .email
                record.fact = .noticeProven(proven)
            }
            return place
        },
        Tampering(.deadlines, "wrong-hold", "a lapse names a proof that nobody gave") { log in
            let place = try log.fact { if case .lapsed(let fact) = $0.fact { !fact.proof.isEmpty } else { false } }
            log.alterFact(place) { record in
                guard case .lapsed(var lapsed) = record.fact else { return }
                lapsed.proof = "LOT-1/2"
                record.fact = .lapsed(lapsed)
            }
            return place
        },
        Tampering(.deadlines, "end-missing", "a lapse is missing") { log in
            let place = try log.fact { if case .lapsed = $0.fact { true } else { false } }
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
        Tampering(.deadlines, "end-missing", "a hold is missing") { log in
            let place = try log.fact { if case .held = $0.fact { true } else { false } }
            let day = try log.day(of: place)
            log.drop(place)
            return try log.closed(day)
        },
        Tampering(.deadlines, "end-undue", "a lapse a day early") { log in
            let place = try log.fact { if case .lapsed = $0.fact { true } else { false } }
            log.alterFact(place) { $0.day = $0.day.adding(days: -1) }
            return place
        },
        Tampering(.deadlines, "wrong-hold", "held for want of a notice that was sent") { log in
            let place = try log.fact { if case .held = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .held(var held) = record.fact else { return }
                held.reason = .noNotice
                record.fact = .held(held)
            }
            return place
        },
        Tampering(.deadlines, "wrong-hold", "an undeliverable notice, and yet it lapses") { log in
            let place = try log.fact { if case .held = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .held(let held) = record.fact else { return }
                record.fact = .lapsed(
                    .with {
                        $0.expired = held.expired
                        $0.noticed = CivilDate.day("2012-11-20").days
                    }
                )
            }
            return place
        },
        Tampering(.deadlines, "wrong-validity", "a year counted from another day") { log in
            let place = try log.fact { if case .renewed = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .renewed(var renewed) = record.fact else { return }
                renewed.validFrom += 1
                renewed.validUntil += 1
                record.fact = .renewed(renewed)
            }
            return place
        },
        Tampering(.deadlines, "renewed-out-of-time", "renewed before its window") { log in
            let accepted = try log.fact { record in
                if case .accepted = record.fact {
                    record.kind == .renewal && record.day == .day("2012-12-01")
                } else {
                    false
                }
            }
            let place = try log.fact { if case .renewed = $0.fact { true } else { false } }
            for place in [accepted, place] { log.alterFact(place) { $0.day = .day("2012-10-01") } }
            log.alterFact(place) { record in
                guard case .renewed(var renewed) = record.fact else { return }
                renewed.validFrom = CivilDate.day("2012-10-01").days
                renewed.validUntil = CivilDate.day("2013-10-01").days
                record.fact = .renewed(renewed)
            }
            return place
        },
        Tampering(.deadlines, "lapse-without-strike-off", "nobody is struck off after a lapse") { log in
            let place = try log.struckOff("RADREN")
            let number = try log.number(of: place)
            log.drop(place)
            return try log.fact { if case .lapsed = $0.fact { $0.number == number } else { false } }
        },
    ]

    // MARK: 6

    static let statistics: [Tampering] = [
        Tampering(.statistics, "cell-unbalanced", "one too many in the end") { log in
            let place = try log.cell("059/59350/2012-03-25")
            try log.alterMessage(place, as: WireStatisticsCell.self) { $0.pendingAtEnd += 1 }
            return place
        },
        Tampering(.statistics, "cell-unchained", "a stock that begins elsewhere than the last one ended") { log in
            let place = try log.cell("059/59350/2012-03-25")
            try log.alterMessage(place, as: WireStatisticsCell.self) {
                $0.pendingAtStart += 1
                $0.pendingAtEnd += 1
            }
            return place
        },
        Tampering(.statistics, "recount-differs", "a registration that never was") { log in
            let place = try log.cell("059/59350/2012-01-20")
            try log.alterMessage(place, as: WireStatisticsCell.self) {
                $0.registered += 1
                $0.pendingAtEnd += 1
            }
            return place
        },
        Tampering(.statistics, "month-differs", "a month that is not its days") { log in
            let place = try log.cell("059/59350/2012-03")
            try log.alterMessage(place, as: WireStatisticsCell.self) { $0.notices += 1 }
            return place
        },
        Tampering(.statistics, "cell-missing", "a day that was not published") { log in
            let place = try log.cell("059/59350/2012-03-25")
            log.drop(place)
            let register = try log.registered(1)
            return try log.lastClosed(of: register.partition)
        },
        Tampering(.statistics, "cell-changed", "a published day changes") { log in
            let place = log.repeatRecord(try log.cell("059/59350/2012-03-25"))
            try log.alterMessage(place, as: WireStatisticsCell.self) { $0.notices += 1 }
            return place
        },
    ]

    // MARK: 7

    static let seniority: [Tampering] = [
        Tampering(.seniority, "initial-day-differs", "a registration is older than its filing") { log in
            let place = try log.registered(2)
            log.alterFact(place) { record in
                guard case .registered(var registered) = record.fact else { return }
                registered.initialDay -= 100
                record.fact = .registered(registered)
            }
            return place
        },
        Tampering(.seniority, "initial-day-differs", "a separation loses the seniority") { log in
            let place = try log.fact { record in
                if case .registered(let fact) = record.fact { !fact.separatedFrom.isEmpty } else { false }
            }
            log.alterFact(place) { record in
                guard case .registered(var registered) = record.fact else { return }
                registered.initialDay = record.day.days
                record.fact = .registered(registered)
            }
            return place
        },
        Tampering(.seniority, "initial-day-differs", "an import loses the seniority") { log in
            let place = try log.fact { if case .imported = $0.fact { true } else { false } }
            log.alterFact(place) { record in
                guard case .imported(var imported) = record.fact else { return }
                imported.initialDay += 1
                record.fact = .imported(imported)
            }
            return place
        },
        Tampering(.seniority, "receipt-day-differs", "a receipt gives another day") { log in
            let place = try log.receipt { $0.outcome == .renewed }
            try log.alterMessage(place, as: WireReceipt.self) { $0.firstFiledOn = "2012-12-01" }
            return place
        },
    ]

    // MARK: 8

    static let state: [Tampering] = [
        Tampering(.state, "state-differs", "a row of the state is altered") { log in
            let place = try log.first(.state(of: "numbering")) { $0.key?.first == 1 && $0.value != nil }
            log.alter(place) { $0.value = [8, 99] }
            return try log.lastRow(like: place)
        },
        Tampering(.state, "state-differs", "a row that is deleted comes back") { log in
            let place = try log.first(.state(of: "renewal")) { $0.value != nil && $0.key?.first == 1 }
            return log.repeatRecord(place)
        },
        Tampering(.state, "state-unreadable", "a row of the state is cut off") { log in
            let place = try log.first(.state(of: "strike-off")) { $0.value?.isEmpty == false }
            log.alter(place) { $0.value = [8] }
            return RecordPlace(place.topic, place.partition, 0)
        },
        Tampering(.state, "output-undecided", "a fact stands twice") { log in
            log.repeatRecord(try log.fact { if case .noticeDue = $0.fact { true } else { false } })
        },
        Tampering(.state, "output-undecided", "a receipt stands twice") { log in
            log.repeatRecord(try log.receipt { $0.outcome == .linked })
        },
        Tampering(.state, "output-undecided", "a dispatch stands twice") { log in
            log.repeatRecord(try log.first(.dispatches) { _ in true })
        },
        Tampering(.state, "output-lost", "a dispatch is missing") { log in
            let lapsed = try log.fact { if case .lapsed = $0.fact { true } else { false } }
            let number = try log.opened(lapsed).number?.text ?? "-"
            let dispatch = try log.first(.dispatches) { record in
                let text = String(decoding: record.value ?? [], as: UTF8.self)
                return text.contains(number) && text.contains("RADREN")
            }
            log.drop(dispatch)
            return lapsed
        },
        Tampering(.state, "output-lost", "a notice is missing") { log in
            let place = try log.first(.notices) { _ in true }
            let number = UniqueNumber(try log.message(place, as: WireNotice.self).number)
            log.drop(place)
            return try log.fact { if case .cleared = $0.fact { true } else { false } }.following(number, in: log)
        },
    ]
}

extension RecordPlace {
    /// The record that brought about the first notice of a number: what cleared it.
    fileprivate func following(_ number: UniqueNumber?, in log: FrozenLog) throws -> RecordPlace {
        let registered = try log.fact { if case .registered = $0.fact { $0.number == number } else { false } }
        let submission = try log.opened(registered).submission
        return try log.fact { if case .cleared = $0.fact { $0.submission == submission } else { false } }
    }
}

extension FrozenLog {
    /// The submission that a fact follows from.
    fileprivate func form(of place: RecordPlace) throws -> RecordPlace {
        let source = try source(of: place)
        return try fact { if case .accepted = $0.fact { $0.source == source } else { false } }
    }

    /// The key of what is sealed in the submission that a fact follows from.
    fileprivate func key(of place: RecordPlace) throws -> RecordPlace {
        let id = try keyID(of: place)
        return try first(.keys) { $0.value != nil && $0.key?.elementsEqual(id.bytes) == true }
    }

    private func keyID(of place: RecordPlace) throws -> KeyID {
        guard let id = try opened(place).key else { throw SimulationError("nothing is sealed in \(place)") }
        return id
    }

    /// As if the key had not been dropped. Returns where its submission stands.
    fileprivate func keepKey(of place: RecordPlace) throws -> RecordPlace {
        let id = try keyID(of: place)
        drop(try first(.keys) { $0.value == nil && $0.key?.elementsEqual(id.bytes) == true })
        return try form(of: place)
    }

    /// The key of a row of the application that a fact is about.
    fileprivate func rowKey(_ tag: UInt8, of place: RecordPlace) throws -> [UInt8] {
        var writer = WireWriter()
        writer.bytes.append(tag)
        try number(of: place)?.encode(into: &writer)
        return writer.bytes
    }

    /// The key of a row of the submission that a fact follows from.
    fileprivate func creatorKey(_ tag: UInt8, of place: RecordPlace) throws -> [UInt8] {
        var writer = WireWriter()
        writer.bytes.append(tag)
        try opened(place).submission?.encode(into: &writer)
        return writer.bytes
    }

    private func source(of place: RecordPlace) throws -> SourcePosition {
        var source: SourcePosition?
        alterFact(place) { source = $0.source }
        guard let source else { throw SimulationError("no submission stands behind \(place)") }
        return source
    }

    /// The registration of a sequence number in the Nord.
    fileprivate func registered(_ sequence: Int) throws -> RecordPlace {
        try fact { record in
            if case .registered = record.fact {
                record.number?.sequence == sequence && record.territory == .nord
            } else {
                false
            }
        }
    }

    /// The end of a dispute about this application.
    fileprivate func lifted(_ number: UniqueNumber?) throws -> RecordPlace {
        try fact { record in
            if case .litigationHeld(let fact) = record.fact {
                fact.step == .lifted && record.number == number
            } else {
                false
            }
        }
    }

    fileprivate func review(_ isMeant: (WireReviewOpened) -> Bool) throws -> WireReviewOpened {
        let place = try fact { if case .reviewOpened(let fact) = $0.fact { isMeant(fact) } else { false } }
        guard case .reviewOpened(let review) = try opened(place).fact else { throw SimulationError("no review") }
        return review
    }

    fileprivate func accepted(_ kind: WireSubmissionKind) throws -> RecordPlace {
        try fact { if case .accepted = $0.fact { $0.kind == kind } else { false } }
    }

    fileprivate func judged(denied: Bool) throws -> RecordPlace {
        try fact { if case .accessJudged(let fact) = $0.fact { fact.denied == denied } else { false } }
    }

    /// In the partition of the Nord.
    fileprivate func closed(_ iso: String) throws -> RecordPlace {
        let partition = try registered(1).partition
        return try first(.register) { record in
            guard let opened = FrozenLog.opened(record), case .daysClosed = opened.fact, opened.day.iso == iso else {
                return false
            }
            return true
        }.inPartition(partition, of: self, iso)
    }

    fileprivate func lastClosed(of partition: Int) throws -> RecordPlace {
        let batch = try read(TopicPartition(Topic.register.name, partition), from: 0, limit: .max)
        let last = batch.records.last { record in
            if case .daysClosed = FrozenLog.opened(record)?.fact { true } else { false }
        }
        return RecordPlace(Topic.register.name, partition, last?.offset ?? -1)
    }

    fileprivate func struckOff(_ reason: String, leased: String? = nil) throws -> RecordPlace {
        let lease = leased.flatMap(CivilDate.init(iso:))?.days
        return try fact { record in
            guard case .struckOff(let fact) = record.fact else { return false }
            return fact.reason == reason && lease.map { $0 == fact.leaseDay } ?? true
        }
    }

    fileprivate func alterStrikeOff(
        _ reason: String,
        leased: String? = nil,
        _ body: (inout WireStruckOff) -> Void
    ) throws -> RecordPlace {
        let place = try struckOff(reason, leased: leased)
        alterFact(place) { record in
            guard case .struckOff(var fact) = record.fact else { return }
            body(&fact)
            record.fact = .struckOff(fact)
        }
        return place
    }

    /// The first notice of this rank.
    fileprivate func noticed(_ rank: Int32) throws -> RecordPlace {
        try fact { if case .noticeDue(let fact) = $0.fact { fact.rank == rank } else { false } }
    }

    fileprivate func alterNotice(_ place: RecordPlace, _ body: (inout WireNoticeDue) -> Void) {
        alterFact(place) { record in
            guard case .noticeDue(var fact) = record.fact else { return }
            body(&fact)
            record.fact = .noticeDue(fact)
        }
    }

    /// What ends the applications of these sequence numbers.
    fileprivate func ends(of sequences: [Int]) throws -> [RecordPlace] {
        var places: [RecordPlace] = []
        for number in 0..<(try partitionCount(of: Topic.register.name)) {
            for record in try read(TopicPartition(Topic.register.name, number), from: 0, limit: .max).records {
                guard let opened = FrozenLog.opened(record), let sequence = opened.number?.sequence,
                    opened.territory == .nord, sequences.contains(sequence)
                else { continue }
                switch opened.fact {
                case .struckOff, .lapsed, .purged:
                    places.append(RecordPlace(Topic.register.name, number, record.offset))
                default: break
                }
            }
        }
        return places
    }

    fileprivate func receipt(_ isMeant: (WireReceipt) -> Bool) throws -> RecordPlace {
        try first(.receipts) { record in
            record.value.flatMap { try? WireReceipt(serializedBytes: $0) }.map(isMeant) ?? false
        }
    }

    fileprivate func cell(_ key: String) throws -> RecordPlace {
        try first(.statistics) { $0.key?.elementsEqual(key.utf8) == true }
    }

    fileprivate func source(ofReceipt place: RecordPlace) throws -> RecordPlace {
        let receipt = try message(place, as: WireReceipt.self)
        return RecordPlace(Topic.submissions.name, Int(receipt.sourcePartition), Int64(receipt.sourceOffset))
    }

    fileprivate func message<M: Message>(_ place: RecordPlace, as type: M.Type) throws -> M {
        try M(serializedBytes: try raw(place).value ?? [])
    }

    fileprivate func opened(_ place: RecordPlace) throws -> RegisterRecord {
        guard let opened = FrozenLog.opened(try raw(place)) else { throw SimulationError("\(place) cannot be read") }
        return opened
    }

    fileprivate func day(of place: RecordPlace) throws -> String { try opened(place).day.iso }

    fileprivate func number(of place: RecordPlace) throws -> UniqueNumber? { try opened(place).number }

    fileprivate func raw(_ place: RecordPlace) throws -> LogRecord {
        let batch = try read(TopicPartition(place.topic, place.partition), from: place.offset, limit: 1)
        guard let record = batch.records.first, record.offset == place.offset else {
            throw SimulationError("there is nothing at \(place)")
        }
        return record
    }

    /// The last row of the same key: the one that counts. It is given the value found at `place`.
    fileprivate func lastRow(like place: RecordPlace) throws -> RecordPlace {
        let record = try raw(place)
        let rows = try read(TopicPartition(place.topic, place.partition), from: 0, limit: .max).records
        let last = RecordPlace(place.topic, place.partition, rows.last { $0.key == record.key }?.offset ?? -1)
        alter(last) { $0.value = record.value }
        return last
    }
}

extension RecordPlace {
    /// The same closed day, in this partition: days are closed in each.
    fileprivate func inPartition(_ partition: Int, of log: FrozenLog, _ iso: String) throws -> RecordPlace {
        try inPartition(partition, of: log) { record in
            if case .daysClosed = record.fact { record.day.iso == iso } else { false }
        }
    }

    /// The first of its kind, in this partition.
    fileprivate func inPartition(
        _ partition: Int,
        of log: FrozenLog,
        _ isMeant: (RegisterRecord) -> Bool
    ) throws -> RecordPlace {
        if self.partition == partition { return self }
        let records = try log.read(TopicPartition(topic, partition), from: 0, limit: .max).records
        guard let found = records.first(where: { FrozenLog.opened($0).map(isMeant) ?? false }) else {
            throw SimulationError("there is no such record in partition \(partition)")
        }
        return RecordPlace(topic, partition, found.offset)
    }
}
