import Register
import Schemas
import WorkerKit

// 4. Every strike-off names its legal reason and, where the law asks for a notice, the proof of that notice.
extension Audit {
    mutating func strikeOff(_ record: RegisterRecord, _ fact: WireStruckOff, _ partition: Int, at place: RecordPlace) {
        let reason = StrikeOffReason(fact.reason)
        var answeredAt: Int64 = -1
        if reason == .notRenewed, record.submission == nil {
            findings.check(.form)
        } else {
            answer(record, .struckOff, [.strikeOff], at: place)
            answeredAt = record.source.flatMap { submissions[$0]?.answeredAt } ?? -1
        }
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        findings.expect(!application.isStruckOff, .struckOffTwice, place, application.number.text)
        checkReason(reason, fact, record, application, answeredAt, at: place)
        let cause = record.source.flatMap { submissions[$0]?.offset } ?? application.lapsedAt
        let isMarked = application.daloAt < cause
        let mayBeMarked = isMarked || application.daloLinkedAt < cause
        findings.expect(fact.dalo ? mayBeMarked : !isMarked, .daloMarkLost, place, application.number.text)

        if !application.isOut {
            book(record, partition, application.commune) { counts in
                switch reason {
                case .allocated:
                    counts.allocated += 1
                    let lease = CivilDate(days: fact.leaseDay)
                    counts.allocationDays += Int64(max(0, application.initial.days(until: lease)))
                case .renounced: counts.renounced += 1
                case .noAnswer: counts.noAnswer += 1
                case .inadmissible: counts.inadmissible += 1
                case .notRenewed: counts.notRenewed += 1
                case .unknown: counts.deleted += 1
                }
            }
        }
        applications[Int(index)].struckReason = max(1, reason.figure)
        applications[Int(index)].struckFrom = counted(from: record.day, partition, decided: cause)
        applications[Int(index)].struckDesk = record.desk
        applications[Int(index)].warnedReason = 0
        if reason == .notRenewed { applications[Int(index)].lapseNoticed = nil }
        // A lapse or a merge ended it already, or this does.
        applications[Int(index)].outAt =
            application.isLive ? record.offset : max(application.lapsedAt, application.turnedAt)
        turn(index, .ended, record)
        // Decided while the register said that it was out: before the reinstatement that it follows was read back.
        if application.isLive { duePurge(index, closedBetween: cause, application.turnedAt) }
        schedulePurge(index, decided: cause)
    }

    private mutating func checkReason(
        _ reason: StrikeOffReason,
        _ fact: WireStruckOff,
        _ record: RegisterRecord,
        _ application: AuditedApplication,
        _ answeredAt: Int64,
        at place: RecordPlace,
    ) {
        let subject = application.number.text
        switch reason {
        case .allocated:
            let isLeased = fact.leaseDay != 0 && fact.leaseDay <= record.day.days && SIREN(fact.landlordSiren) != nil
            findings.expect(isLeased, .noLease, place, subject)
            if StrikeOffReason.isAllocationDataDue(leased: CivilDate(days: fact.leaseDay)) {
                let isWhole =
                    Quota(fact.quota).isKnown && Agreement(fact.agreement).isKnown
                    && TriState(fact.daloPriority).isKnown && TriState(fact.alreadyTenant).isKnown
                    && (!fact.rplsID.isEmpty || RentedDwellingType(fact.dwellingType).isKnown)
                findings.expect(isWhole, .noAllocationData, place, subject)
            }
        case .renounced: findings.expect(!fact.proof.isEmpty, .noRenunciation, place, subject)
        case .noAnswer, .inadmissible:
            let isWarned =
                !fact.proof.isEmpty && application.warnedReason == reason.figure && fact.noticed != 0
                && application.warnedDay.days == fact.noticed && answeredAt < application.warnedAt
                && (reason == .noAnswer || application.warnedGround == InadmissibilityGround(fact.ground).figure)
            findings.expect(isWarned, .noWarning, place, subject)
            if reason == .noAnswer {
                let isSender = isSame(application.warnedDesk, record)
                findings.expect(!isWarned || isSender, .notTheSender, place, subject)
            }
            let warned = CivilDate(days: fact.noticed)
            let end =
                reason == .noAnswer
                ? calendar.noAnswerStrikeOff(warned: warned) : calendar.inadmissibleStrikeOff(warned: warned)
            findings.expect(record.day >= end, .warningTooRecent, place, subject)
        case .notRenewed:
            let isLapse = application.lapseNoticed?.days == fact.noticed && application.lapseProof == fact.proof
            findings.expect(isLapse, .noLapse, place, subject)
            findings.expect(fact.noticed != 0 && application.isLapseLawful, .noLawfulNotice, place, subject)
        case .unknown: findings.expect(false, .noLegalReason, place, subject)
        }
    }

    /// Asked by that desk, or by the manager.
    private func isSame(_ desk: DeskCode?, _ record: RegisterRecord) -> Bool {
        desk == nil || desk == record.desk || record.source.flatMap { submissions[$0] }?.isManagers == true
    }

    /// The form that this fact rests on bears a DALO mark, and so does the application from here on.
    mutating func noteDalo(_ record: RegisterRecord, _ index: Int32) {
        guard record.source.flatMap({ submissions[$0] })?.bearsDalo == true else { return }
        applications[Int(index)].daloAt = min(record.offset, applications[Int(index)].daloAt)
    }

    /// A strike-off, a deletion or a reinstatement.
    mutating func turn(_ index: Int32, _ stage: AuditedApplication.Stage, _ record: RegisterRecord) {
        let place = place(applications[Int(index)].partition, record.offset)
        applications[Int(index)].stage = stage
        applications[Int(index)].turnedAt = record.offset
        if stage == .ended {
            awaiting(index) { $0.strikeOff = nil }
            end(index, at: place)
        } else {
            revive(index, at: place)
            schedule(index)
        }
    }

    mutating func warn(_ record: RegisterRecord, _ fact: WireWarned, _ partition: Int, at place: RecordPlace) {
        answer(record, .warned, [.warning], at: place)
        guard let index = application(record, partition, at: place) else { return }
        let reason = StrikeOffReason(fact.reason)
        let number = applications[Int(index)].number.text
        findings.expect(
            reason.needsWarning && fact.sent != 0 && !fact.proof.isEmpty,
            .warningWithoutProof,
            place,
            number,
        )
        applications[Int(index)].warnedReason = reason.figure
        applications[Int(index)].warnedGround = InadmissibilityGround(fact.ground).figure
        applications[Int(index)].warnedDay = CivilDate(days: fact.sent)
        applications[Int(index)].warnedDesk = record.desk
        applications[Int(index)].warnedAt = record.source.flatMap { submissions[$0]?.offset } ?? record.offset
    }

    mutating func reinstate(_ record: RegisterRecord, _ fact: WireReinstated, _ partition: Int, at place: RecordPlace) {
        if fact.renewed {
            findings.check(.form)
            let row = submission(record, at: place)
            findings.expect(row?.facts.contains(.renewed) ?? false, .unasked, place, record.number?.text ?? "")
        } else {
            answer(record, .reinstated, [.reinstatement], at: place)
        }
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        let reason = StrikeOffReason(fact.reason)
        let isRenewed = fact.renewed || application.isRenewedSince
        let until: CivilDate =
            switch reason {
            case .notRenewed: calendar.reactivableUntil(from: application.start, filed: application.initial)
            case .noAnswer: calendar.noAnswerReactivableUntil(struckOff: application.struckFrom)
            case .allocated, .renounced, .inadmissible, .unknown:
                calendar.correctableUntil(struckOff: application.struckFrom)
            }
        findings.expect(
            application.isStruckOff && application.struckReason == reason.figure && record.day <= until,
            .nothingToReinstate,
            place,
            application.number.text,
        )
        switch reason {
        case .notRenewed, .noAnswer: break
        case .allocated, .renounced, .inadmissible, .unknown:
            findings.expect(isSame(application.struckDesk, record), .undoneByAnother, place, application.number.text)
        }
        applications[Int(index)].struckReason = 0
        applications[Int(index)].isRenewedSince = false
        // Decided where it was asked: a closing after that made no purge due.
        let cause = fact.renewed ? record.offset : record.source.flatMap { submissions[$0]?.offset } ?? record.offset
        awaiting(index) {
            $0.reinstatement = nil
            if let due = $0.purge, due.closing > cause { $0.purge = nil }
        }
        // A deletion is for good: what was decided before it was read has no effect.
        if application.isDeleted || application.isMerged { return }
        if application.isStruckOff { book(record, partition, application.commune) { $0.reinstated += 1 } }
        turn(index, reason == .notRenewed && !isRenewed ? .reinstated : .live, record)
    }

    mutating func modify(_ record: RegisterRecord, _ fact: WireModified, _ partition: Int, at place: RecordPlace) {
        if let source = record.source, var row = submissions[source],
            !row.facts.isDisjoint(with: [.linked, .renewed])
        {
            findings.check(.form)
            row.facts.insert(.modified)
            submissions[source] = row
        } else {
            answer(record, .modified, [.modification], at: place)
        }
        guard let index = application(record, partition, at: place) else { return }
        adoptForm(record, index, at: place)
        if fact.hasReach {
            applications[Int(index)].reach = applications[Int(index)].reach.adopting(Reach(fact.reach))
            applications[Int(index)].reachedAt = record.offset
        }
        applications[Int(index)].answeredAt = record.offset
        noteDalo(record, index)
        move(index, to: fact.commune, record, partition)
    }

    /// The first commune asked for, where a form changed it.
    mutating func move(_ index: Int32, to code: String, _ record: RegisterRecord, _ partition: Int) {
        guard let commune = CommuneCode(code: code)?.packed, commune != applications[Int(index)].commune else { return }
        let application = applications[Int(index)]
        applications[Int(index)].commune = commune
        if application.isOut { return }
        book(record, partition, application.commune) { $0.movedOut += 1 }
        book(record, partition, commune) { $0.movedIn += 1 }
    }

    mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let row = record.source.flatMap { submissions[$0] }
        if row?.isOfKind([.deletion]) == true {
            answer(record, .deleted, [.deletion], at: place)
            expectNoDispute(index, endedBy: row?.offset, at: place)
        } else {
            // A ruling deletes too: the younger of two applications of one person.
            findings.expect(merged.contains(index), .unasked, place, record.number?.text ?? "")
        }
        let application = applications[Int(index)]
        if let kept = UniqueNumber(fact.mergedInto) { mergedInto[application.number, default: []].insert(kept) }
        findings.expect(!application.isDeleted, .unasked, place, application.number.text)
        if !application.isOut { book(record, partition, application.commune) { $0.deleted += 1 } }
        awaiting(index) { $0.reinstatement = nil }
        if application.isLive, !fact.mergedInto.isEmpty {
            applications[Int(index)].mergedDay = counted(from: record.day, partition, decided: record.offset)
            applications[Int(index)].mergedStage = application.stage
            applications[Int(index)].outAt = record.offset
            turn(index, .ended, record)
            schedulePurge(index, decided: record.offset)
        } else {
            applications[Int(index)].deletedAt = record.offset
            turn(index, .ended, record)
        }
    }

    /// An undone merge: it is as it was. What stands behind the merge in the register has no effect.
    mutating func unmerge(_ record: RegisterRecord, _ fact: WireUnmerged, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        let isUndone = merged.remove(index) != nil && Pair(id: fact.reviewID).flatMap { reviews[$0] } == .different
        findings.expect(isUndone, .unasked, place, application.number.text)
        guard application.isMerged else { return }
        applications[Int(index)].mergedDay = nil
        applications[Int(index)].struckReason = 0
        awaiting(index) { $0.purge = nil }
        book(record, partition, application.commune) { $0.reinstated += 1 }
        turn(index, application.mergedStage == .ending ? .live : application.mergedStage, record)
    }

    // MARK: Disputes and purges

    /// What is asked of a dispute counts until it is decided, as it does for those who delete and merge.
    mutating func dispute(_ record: RegisterRecord, _ change: (inout Dispute) -> Void) {
        guard let index = record.number.flatMap({ indexByNumber[$0] }) else { return }
        applications[Int(index)].changeDispute(at: record.offset, change)
    }

    /// What a court may ask for is neither deleted nor ended by a ruling. `cause`: where that was asked for.
    mutating func expectNoDispute(_ index: Int32, endedBy cause: Int64?, at place: RecordPlace) {
        let application = applications[Int(index)]
        let isDisputed = application.isDisputed(at: cause ?? place.offset)
        findings.expect(!isDisputed, .endedInDispute, place, application.number.text)
    }

    /// Decided where it was asked: no closing after that makes a purge due until it is lifted.
    mutating func litigate(
        _ record: RegisterRecord,
        _ fact: WireLitigationHeld,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        answer(record, .litigation, [.litigationHold], at: place)
        dispute(record) { $0.note(fact) }
        guard let index = application(record, partition, at: place) else { return }
        let cause = record.source.flatMap { submissions[$0]?.offset } ?? record.offset
        switch fact.step {
        case .placed:
            applications[Int(index)].isKept = true
            awaiting(index) { if let due = $0.purge, due.closing > cause { $0.purge = nil } }
        case .lifted, .unspecified, .UNRECOGNIZED:
            findings.expect(applications[Int(index)].isKept, .unasked, place, record.number?.text ?? "")
            applications[Int(index)].isKept = false
            schedulePurge(index, decided: cause)
        }
    }

    /// The delays after an end begin on its day, or on the last closed day where it was decided, if that is later.
    private func counted(from day: CivilDate, _ partition: Int, decided cause: Int64) -> CivilDate {
        max(day, partitions[partition].lastClosed(before: cause) ?? day)
    }

    /// The strike-off was decided where its cause was read, and counts from where the register says that the application
    /// ended: a closing that was read after both makes the purge due.
    private mutating func schedulePurge(_ index: Int32, decided cause: Int64) {
        let application = applications[Int(index)]
        let partition = Int(application.partition)
        guard let from = application.purgedFrom else { return }
        let due = calendar.purges(struckOff: from)
        let start = max(cause, application.outAt)
        let closing = partitions[partition].closings.reversed().prefix { $0.offset > start && $0.day >= due }.last
        if let closing { return duePurge(index, closing.day, closing.offset) }
        let day = partitions[partition].open(due)
        partitions[partition].purges[day, default: []].append(index)
    }

    /// A closing that stands there makes the purge due.
    private mutating func duePurge(_ index: Int32, closedBetween start: Int64, _ end: Int64) {
        let application = applications[Int(index)]
        guard start < end, let from = application.purgedFrom else { return }
        let due = calendar.purges(struckOff: from)
        let closings = partitions[Int(application.partition)].closings
        guard let closing = closings.first(where: { $0.offset > start && $0.offset < end && $0.day >= due }) else {
            return
        }
        duePurge(index, closing.day, closing.offset)
    }

    mutating func duePurge(_ index: Int32, _ day: CivilDate, _ closing: Int64) {
        let application = applications[Int(index)]
        guard let from = application.purgedFrom, closing < application.deletedAt, !application.isPurged,
            !application.isKept,
            awaited[index]?.purge == nil,
            day >= calendar.purges(struckOff: from)
        else { return }
        awaiting(index) { $0.purge = Awaited.Due(day: day, closing: closing) }
    }

    mutating func purge(_ record: RegisterRecord, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        if application.isKept {
            findings.add(.purgedInDispute, place, application.number.text)
        } else {
            findings.expect(awaited[index]?.purge?.day == record.day, .purgedEarly, place, application.number.text)
        }
        awaiting(index) {
            $0.purge = nil
            $0.reinstatement = nil
        }
        applications[Int(index)].isPurged = true
        erased.formUnion(application.persons)
        applications[Int(index)].persons = []
    }
}
