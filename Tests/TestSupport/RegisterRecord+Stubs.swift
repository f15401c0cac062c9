import Register
import Schemas
import Sealing
import SwiftProtobuf
import WorkerKit

// Register records that name only what a test is about. What is left out: the Nord, 12 April 2012, desk G5901, commune
// 59350, and for a submission its own place in nu.submissions, which follows from its figure.

extension CivilDate: ExpressibleByStringLiteral {
    package init(stringLiteral iso: String) {
        guard let date = CivilDate(iso: iso) else { preconditionFailure("not a date: \(iso)") }
        self = date
    }
}

extension UniqueNumber {
    // No string literal: with one, `UniqueNumber("…")` would not be the initialiser that may fail.
    package static func stub(_ text: String) -> UniqueNumber {
        guard let number = UniqueNumber(text) else { preconditionFailure("not a number: \(text)") }
        return number
    }

    /// The number of this sequence filed in April 2012 in the Nord at G5901.
    package static func stub(_ sequence: Int, _ territory: Territory = .nord, filed: CivilDate = .stub) -> UniqueNumber
    {
        UniqueNumber(territory: territory, filed: filed, sequence: sequence, desk: .stub)
    }
}

extension CivilDate {
    package static let stub: CivilDate = "2012-04-12"
}

extension DeskCode {
    package static let stub = DeskCode(code: "G5901")!
}

extension SubmissionID {
    /// A submission id that follows from a figure.
    package static func stub(_ figure: UInt64) -> SubmissionID {
        SubmissionID(high: 0x5EED_0000_0000_4000, low: 0x8000_0000_0000_0000 | figure)
    }
}

extension KeyID {
    /// A key id that follows from a figure.
    package static func stub(_ figure: UInt64) -> KeyID { KeyID(high: 0x5EED_0000_0000_0000, low: figure) }
}

extension RegisterID {
    package static let stub = RegisterID(high: 0, low: 0)
}

/// A person in a test, by what identifies a person.
package struct Somebody: Hashable, Sendable {
    package var lastName: String
    package var firstNames: String
    package var born: String
    package var birthName: String
    package var nir: String
    /// 1 for a man, 2 for a woman.
    package var civility = ""
    package var phone = ""
    package var email = ""
    package var address = ""
    /// Those who depend on this one's household.
    package var children: [Somebody] = []

    package init(_ lastName: String, _ firstNames: String, _ born: String, birthName: String = "", nir: String = "") {
        self.lastName = lastName
        self.firstNames = firstNames
        self.born = born
        self.birthName = birthName
        self.nir = nir
    }

    package static let zoe = Somebody("Delattre", "Zoé", "1982-06-30")
    package static let karim = Somebody("Belkacem", "Karim", "1981-02-28")
    package static let lou = Somebody("Martin", "Lou", "1990-12-01")

    package var identity: WireIdentity {
        .with {
            $0.lastName = lastName
            $0.firstNames = firstNames
            $0.birthDate = born
            $0.birthName = birthName
            $0.nir = nir
            $0.civility = civility
        }
    }

    package var contact: WireContact {
        .with {
            $0.mobile = phone
            $0.email = email
            $0.addressLine = address
            if !address.isEmpty {
                $0.postcode = "59000"
                $0.commune = "59350"
            }
        }
    }

    /// The same person, as this says otherwise.
    package func with(_ change: (inout Somebody) -> Void) -> Somebody {
        var person = self
        change(&person)
        return person
    }
}

extension WireApplication {
    /// Of these persons, the applicant first; of none, an association's.
    package static func stub(_ persons: [Somebody], commune: String = "59350") -> WireApplication {
        .with { application in
            if let applicant = persons.first {
                application.applicant.identity = applicant.identity
                application.applicant.contact = applicant.contact
            } else {
                application.legalPerson.siren = "732829320"
            }
            application.coApplicants = persons.dropFirst().map { person in
                .with {
                    $0.identity = person.identity
                    $0.contact = person.contact
                }
            }
            application.dependants = persons.flatMap(\.children).map { child in
                .with {
                    $0.identity = child.identity
                    $0.relationship = "E"
                }
            }
            application.wanted.communes = [commune]
        }
    }
}

// MARK: - Records

extension RegisterRecord {
    package static func stub(
        _ fact: Fact,
        id: UInt64? = 1,
        territory: Territory = .nord,
        day: CivilDate = .stub,
        number: UniqueNumber? = nil,
        source: Int64? = nil,
        kind: WireSubmissionKind = .creation,
    ) -> RegisterRecord {
        RegisterRecord(
            submission: id.map { .stub($0) },
            territory: territory,
            day: day,
            desk: id == nil ? nil : .stub,
            number: number,
            source: id.map { SourcePosition(partition: 0, offset: source ?? Int64($0)) },
            kind: id == nil ? .unspecified : kind,
            fact: fact,
        )
    }

    /// What the calendar brings about: no submission.
    package static func calendar(_ fact: Fact, _ number: UniqueNumber? = nil, day: CivilDate) -> RegisterRecord {
        RegisterRecord(territory: number?.territory, day: day, number: number, fact: fact)
    }

    package static func dayClosed(_ day: CivilDate) -> RegisterRecord { daysClosed(day, through: day) }

    package static func daysClosed(_ first: CivilDate, through last: CivilDate) -> RegisterRecord {
        calendar(.daysClosed(.with { $0.from = first.days }), day: last)
    }

    /// A watermark: all that this partition of nu.submissions received through that day is in.
    package static func received(_ day: CivilDate, partition: UInt32 = 0) -> RegisterRecord {
        calendar(.received(.with { $0.submissionPartition = partition }), day: day)
    }

    package static func catchUp(through day: CivilDate) -> RegisterRecord {
        calendar(.catchUp(WireCatchUp()), day: day)
    }

    package static func header(_ clock: RegisterClock, submissionPartitions: UInt32 = 1) -> RegisterRecord {
        calendar(
            .header(
                .with {
                    $0.clock = clock == .live ? .live : .replay
                    $0.submissionPartitions = submissionPartitions
                }
            ),
            day: .stub
        )
    }

    /// The same submission sent again: another place in nu.submissions.
    package func sentAgain(source: Int64, fingerprint: UInt64? = nil) -> RegisterRecord {
        var again = self
        again.source = SourcePosition(partition: 0, offset: source)
        if let fingerprint, case .accepted(var accepted) = fact {
            accepted.fingerprint = fingerprint
            again.fact = .accepted(accepted)
        }
        return again
    }
}

// MARK: - Who asks

extension RegisterRecord {
    /// Asked by that desk.
    package func by(_ desk: String, _ kind: DeskKind = .landlord, agent: String = "") -> RegisterRecord {
        var record = self
        record.desk = DeskCode(code: desk)
        record.agent = agent
        if case .accepted(var accepted) = fact {
            accepted.deskKind = kind.raw
            record.fact = .accepted(accepted)
        }
        return record
    }

    /// Asked by a desk that acts on these communes only.
    package func limited(to communes: [String]) -> RegisterRecord {
        var record = self
        guard case .accepted(var accepted) = fact else { return record }
        accepted.deskCommunes = communes
        record.fact = .accepted(accepted)
        return record
    }

    /// What numbering says of it.
    package func judged(denied: Bool) -> RegisterRecord {
        guard case .accepted(var accepted) = fact else { preconditionFailure("nothing was asked") }
        accepted.deskCommunes = []
        return followed(
            by: .accessJudged(
                .with {
                    $0.accepted = accepted
                    $0.denied = denied
                }
            )
        )
    }

    /// Its form asks for these communes, in this order.
    package func asking(for communes: [String]) -> RegisterRecord {
        var record = self
        guard case .accepted(var accepted) = fact else { return record }
        switch accepted.request.kind {
        case .creation: accepted.request.creation.application.wanted.communes = communes
        case .modification: accepted.request.modification.application.wanted.communes = communes
        case .renewal: accepted.request.renewal.application.wanted.communes = communes
        case .import: accepted.request.import.application.wanted.communes = communes
        default: break
        }
        record.fact = .accepted(accepted)
        return record
    }

    /// Its form says that of the applicant's standing under the DALO.
    package func bearing(dalo: String) -> RegisterRecord {
        var record = self
        guard case .accepted(var accepted) = fact else { return record }
        switch accepted.request.kind {
        case .creation: accepted.request.creation.application.dalo = dalo
        case .separation: accepted.request.separation.application.dalo = dalo
        case .modification: accepted.request.modification.application.dalo = dalo
        case .renewal: accepted.request.renewal.application.dalo = dalo
        case .import: accepted.request.import.application.dalo = dalo
        default: break
        }
        record.fact = .accepted(accepted)
        return record
    }
}

extension RegisterRecord {
    /// Its submission's form is sealed, under a key whose figure is that of its source.
    package var sealed: RegisterRecord {
        var record = self
        record.key = record.source.map { .stub(UInt64(bitPattern: $0.offset)) }
        return record
    }
}

// MARK: - Accepted

extension RegisterRecord {
    package static func accepted(
        _ id: UInt64,
        _ kind: WireSubmissionKind,
        _ request: WireRequest.OneOf_Kind,
        number: UniqueNumber? = nil,
        day: CivilDate = .stub,
        territory: Territory = .nord,
    ) -> RegisterRecord {
        let accepted = WireAccepted.with {
            $0.fingerprint = 0xF
            $0.request.kind = request
            $0.deskKind = "BAILLEUR"
        }
        let record = stub(.accepted(accepted), id: id, territory: territory, day: day, number: number, kind: kind)
        return FormSealer.unsealed.seal(record).record
    }

    package static func creation(
        _ id: UInt64,
        _ persons: [Somebody] = [.zoe],
        commune: String = "59350",
        day: CivilDate = .stub,
        territory: Territory = .nord,
    ) -> RegisterRecord {
        let request = WireCreation.with { $0.application = .stub(persons, commune: commune) }
        return accepted(id, .creation, .creation(request), day: day, territory: territory)
    }

    package static func separation(
        _ id: UInt64,
        _ persons: [Somebody],
        from number: UniqueNumber,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireSeparation.with {
            $0.fromNumber = number.text
            $0.application = .stub(persons)
        }
        return accepted(id, .separation, .separation(request), day: day)
    }

    package static func importing(
        _ id: UInt64,
        _ persons: [Somebody] = [.zoe],
        number: UniqueNumber,
        firstFiled: CivilDate = "2010-04-12",
        validFrom: CivilDate = "2012-01-12",
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireImport.with {
            $0.number = number.text
            $0.firstFiledOn = firstFiled.iso
            $0.validFrom = validFrom.iso
            $0.application = .stub(persons)
        }
        return accepted(id, .import, .import(request), number: number, day: day)
    }

    package static func modification(
        _ id: UInt64,
        of number: UniqueNumber,
        _ persons: [Somebody] = [.zoe],
        commune: String = "59350",
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireModification.with {
            $0.number = number.text
            $0.application = .stub(persons, commune: commune)
        }
        return accepted(id, .modification, .modification(request), number: number, day: day)
    }

    /// Without persons: nothing changed since, no form.
    package static func renewal(
        _ id: UInt64,
        of number: UniqueNumber,
        _ persons: [Somebody]? = nil,
        commune: String = "59350",
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireRenewal.with {
            $0.number = number.text
            if let persons { $0.application = .stub(persons, commune: commune) }
        }
        return accepted(id, .renewal, .renewal(request), number: number, day: day)
    }

    package static func strikeOff(
        _ id: UInt64,
        of number: UniqueNumber,
        _ reason: String,
        lease: CivilDate = .stub,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireStrikeOff.with {
            $0.number = number.text
            $0.reason = reason
            if reason == "RADATT" {
                $0.allocation.landlordSiren = "732829320"
                $0.allocation.leaseSignedOn = lease.iso
            }
            if reason == "RADABA" { $0.writtenProof = "COURRIER-17" }
            if reason == "RADIRR" { $0.ground = "IRRRES" }
        }
        return accepted(id, .strikeOff, .strikeOff(request), number: number, day: day)
    }

    package static func reinstatement(_ id: UInt64, of number: UniqueNumber, day: CivilDate = .stub) -> RegisterRecord {
        let request = WireReinstatement.with { $0.number = number.text }
        return accepted(id, .reinstatement, .reinstatement(request), number: number, day: day)
    }

    package static func warning(
        _ id: UInt64,
        of number: UniqueNumber,
        _ reason: String = "RADCON",
        sent: CivilDate,
        proof: String = "1A 012 345 6789 0",
        day: CivilDate? = nil,
    ) -> RegisterRecord {
        let request = WireWarning.with {
            $0.number = number.text
            $0.reason = reason
            $0.sentOn = sent.iso
            $0.proof = proof
        }
        return accepted(id, .warning, .warning(request), number: number, day: day ?? sent)
    }

    package static func litigationHold(
        _ id: UInt64,
        of number: UniqueNumber,
        _ step: WireLitigationStep,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireLitigationHold.with {
            $0.number = number.text
            $0.step = step
            $0.reference = "TA-1206031"
        }
        return accepted(id, .litigationHold, .litigationHold(request), number: number, day: day)
    }

    package static func deletion(_ id: UInt64, of number: UniqueNumber, day: CivilDate = .stub) -> RegisterRecord {
        let request = WireDeletion.with {
            $0.number = number.text
            $0.writtenProof = "ORDRE-3"
        }
        return accepted(id, .deletion, .deletion(request), number: number, day: day)
    }

    package static func undeliverableLetter(
        _ id: UInt64,
        of number: UniqueNumber,
        returned: CivilDate,
    ) -> RegisterRecord {
        let request = WireUndeliverableLetter.with {
            $0.number = number.text
            $0.returnedOn = returned.iso
            $0.proof = "PND-88112"
        }
        return accepted(id, .undeliverableLetter, .undeliverableLetter(request), number: number, day: returned)
    }

    package static func noticeProof(
        _ id: UInt64,
        of number: UniqueNumber,
        rank: Int32 = 1,
        _ status: WireNoticeStatus,
        by channel: WireNoticeChannel = .post,
        on day: CivilDate,
        item: String = "1",
    ) -> RegisterRecord {
        let request = WireNoticeProof.with {
            $0.number = number.text
            $0.rank = rank
            $0.channel = channel
            $0.batch = "LOT-7"
            $0.item = item
            $0.happenedOn = day.iso
            $0.status = status
        }
        return accepted(id, .noticeProof, .noticeProof(request), number: number, day: day)
    }

    package static func reviewDecision(
        _ id: UInt64,
        _ review: String,
        _ verdict: WireVerdict,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let request = WireReviewDecision.with {
            $0.reviewID = review
            $0.verdict = verdict
        }
        return accepted(id, .reviewDecision, .reviewDecision(request), day: day)
    }
}

// MARK: - Facts

extension RegisterRecord {
    package static func cleared(
        _ id: UInt64,
        _ kind: WireSubmissionKind = .creation,
        commune: String = "59350",
        day: CivilDate = .stub,
        initial: CivilDate? = nil,
        validFrom: CivilDate? = nil,
        prior: UniqueNumber? = nil,
        separatedFrom: UniqueNumber? = nil,
        territory: Territory = .nord,
    ) -> RegisterRecord {
        let fact = WireCleared.with {
            $0.kind = kind
            $0.commune = commune
            $0.initialDay = (initial ?? day).days
            $0.validFrom = (validFrom ?? day).days
            $0.priorNumber = prior?.text ?? ""
            $0.separatedFrom = separatedFrom?.text ?? ""
        }
        return stub(.cleared(fact), id: id, territory: territory, day: day, kind: kind)
    }

    /// `holder`: the figure of the submission that created the live application.
    package static func linked(
        _ id: UInt64,
        to holder: UInt64,
        _ number: UniqueNumber?,
        kind: WireSubmissionKind = .creation,
        commune: String = "59350",
        reach: Reach = [],
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let fact = WireLinked.with {
            $0.application.append(contentsOf: SubmissionID.stub(holder).bytes)
            $0.kind = kind
            $0.commune = commune
            if !reach.isEmpty { $0.reach = WireReach(reach) }
        }
        return stub(.linked(fact), id: id, day: day, number: number, kind: kind)
    }

    /// A resend of a creation, as deduplication hands it on.
    package static func linkedAgain(
        _ id: UInt64,
        _ number: UniqueNumber? = nil,
        kind: WireSubmissionKind = .creation,
        source: Int64,
    ) -> RegisterRecord {
        let fact = WireLinked.with {
            $0.kind = kind
            $0.commune = "59350"
            $0.repeated = true
        }
        return stub(.linked(fact), id: id, number: number, source: source, kind: kind)
    }

    package static func registered(
        _ id: UInt64,
        _ number: UniqueNumber,
        commune: String = "59350",
        day: CivilDate = .stub,
        initial: CivilDate? = nil,
        validFrom: CivilDate? = nil,
        reach: Reach = [],
    ) -> RegisterRecord {
        let fact = WireRegistered.with {
            $0.initialDay = (initial ?? day).days
            $0.validFrom = (validFrom ?? day).days
            $0.commune = commune
            if !reach.isEmpty { $0.reach = WireReach(reach) }
        }
        return stub(.registered(fact), id: id, day: day, number: number)
    }

    package static func imported(
        _ id: UInt64,
        _ number: UniqueNumber,
        commune: String = "59350",
        day: CivilDate = .stub,
        initial: CivilDate,
        validFrom: CivilDate,
    ) -> RegisterRecord {
        let fact = WireImported.with {
            $0.initialDay = initial.days
            $0.validFrom = validFrom.days
            $0.commune = commune
        }
        return stub(.imported(fact), id: id, day: day, number: number, kind: .import)
    }

    package static func modified(
        _ id: UInt64,
        _ number: UniqueNumber,
        commune: String = "",
        day: CivilDate = .stub,
        reach: Reach? = nil,
    ) -> RegisterRecord {
        let fact = WireModified.with {
            $0.commune = commune
            if let reach { $0.reach = WireReach(reach) }
        }
        return stub(.modified(fact), id: id, day: day, number: number, kind: .modification)
    }

    package static func renewed(
        _ id: UInt64,
        _ number: UniqueNumber,
        commune: String = "",
        on day: CivilDate,
    ) -> RegisterRecord {
        let fact = WireRenewed.with {
            $0.validFrom = day.days
            $0.validUntil = day.adding(months: 12).days
            $0.commune = commune
        }
        return stub(.renewed(fact), id: id, day: day, number: number, kind: .renewal)
    }

    package static func struckOff(
        _ id: UInt64?,
        _ number: UniqueNumber,
        _ reason: String = "RADABA",
        lease: CivilDate? = nil,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let fact = WireStruckOff.with {
            $0.reason = reason
            $0.leaseDay = lease?.days ?? 0
        }
        return stub(.struckOff(fact), id: id, day: day, number: number, kind: .strikeOff)
    }

    package static func reinstated(
        _ id: UInt64,
        _ number: UniqueNumber,
        _ reason: String = "RADABA",
        renewed: Bool = false,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        let fact = WireReinstated.with {
            $0.reason = reason
            $0.renewed = renewed
        }
        return stub(
            .reinstated(fact),
            id: id,
            day: day,
            number: number,
            kind: renewed ? .renewal : .reinstatement
        )
    }

    package static func deleted(_ id: UInt64, _ number: UniqueNumber, day: CivilDate = .stub) -> RegisterRecord {
        stub(.deleted(.with { $0.writtenProof = "ORDRE-3" }), id: id, day: day, number: number, kind: .deletion)
    }

    /// By a ruling on `into` and this one.
    package static func merged(_ id: UInt64, _ number: UniqueNumber, into kept: UniqueNumber, day: CivilDate = .stub)
        -> RegisterRecord
    {
        let fact = WireDeleted.with {
            $0.writtenProof = "review"
            $0.mergedInto = kept.text
        }
        return stub(.deleted(fact), id: id, day: day, number: number, kind: .reviewDecision)
    }

    /// What deduplication says before numbering's `unmerged`.
    package static func undone(_ id: UInt64, _ number: UniqueNumber, from kept: UniqueNumber, day: CivilDate = .stub)
        -> RegisterRecord
    {
        let fact = WireReviewClosed.with {
            $0.reviewID = "review"
            $0.verdict = .undo
            $0.keptNumber = kept.text
            $0.mergedNumber = number.text
        }
        return stub(.reviewClosed(fact), id: id, day: day, kind: .reviewDecision)
    }

    package static func unmerged(_ id: UInt64, _ number: UniqueNumber, from kept: UniqueNumber, day: CivilDate = .stub)
        -> RegisterRecord
    {
        let fact = WireUnmerged.with {
            $0.reviewID = "review"
            $0.keptNumber = kept.text
            $0.mergedNumber = number.text
        }
        return stub(.unmerged(fact), id: id, day: day, number: number, kind: .reviewDecision)
    }

    package static func declined(
        _ id: UInt64,
        _ code: AnomalyCode,
        number: UniqueNumber? = nil,
        kind: WireSubmissionKind,
        day: CivilDate = .stub,
    ) -> RegisterRecord {
        stub(.declined(.with { $0.codes = [code.rawValue] }), id: id, day: day, number: number, kind: kind)
    }

    package static func noticeDue(
        _ number: UniqueNumber,
        day: CivilDate,
        expires: CivilDate,
        rank: Int32 = 1,
        _ channels: [WireNoticeChannel] = [.post],
    ) -> RegisterRecord {
        calendar(
            .noticeDue(
                .with {
                    $0.expires = expires.days
                    $0.rank = rank
                    $0.channels = channels
                }
            ),
            number,
            day: day,
        )
    }

    package static func lapsed(
        _ number: UniqueNumber,
        day: CivilDate,
        expired: CivilDate,
        noticed: CivilDate,
        rank: Int32 = 1,
        proof: String = "",
    ) -> RegisterRecord {
        calendar(
            .lapsed(
                .with {
                    $0.expired = expired.days
                    $0.noticed = noticed.days
                    $0.rank = rank
                    $0.proof = proof
                }
            ),
            number,
            day: day,
        )
    }

    package static func held(
        _ number: UniqueNumber,
        _ reason: WireHoldReason,
        day: CivilDate,
        expired: CivilDate,
    ) -> RegisterRecord {
        calendar(
            .held(
                .with {
                    $0.expired = expired.days
                    $0.reason = reason
                }
            ),
            number,
            day: day,
        )
    }

    package static func purged(_ number: UniqueNumber, day: CivilDate) -> RegisterRecord {
        calendar(.purged(WirePurged()), number, day: day)
    }
}
