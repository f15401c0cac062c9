import Register
import Schemas
import WorkerKit

// 5. Every live application is noticed, lapsed or held on the right civil day, and renewed in its time.
//
// A deadline is acted on when its day is closed: what must follow is noted then, and looked for. The renewal worker may
// have read a renewal before the closing and appended it after: such a renewal takes back what the closing made due.
extension Audit {
    /// What must still follow for an application.
    struct Awaited {
        struct Due {
            var day: CivilDate
            /// Where the closing stands that made it due.
            var closing: Int64
        }

        var notice: Due?
        var second: Due?
        var end: Due?
        /// Where the link stands that renews the application.
        var renewal: Int64?
        /// Where the lapse stands that a strike-off follows.
        var strikeOff: Int64?
        /// Where the renewal stands that undoes the strike-off of a lapse.
        var reinstatement: Int64?
        var purge: Due?

        var isNothing: Bool {
            notice == nil && second == nil && end == nil && renewal == nil && strikeOff == nil
                && reinstatement == nil && purge == nil
        }
    }

    mutating func awaiting(_ index: Int32, _ change: (inout Awaited) -> Void) {
        var awaited = awaited[index] ?? Awaited()
        change(&awaited)
        self.awaited[index] = awaited.isNothing ? nil : awaited
    }

    // MARK: Days

    mutating func close(_ record: RegisterRecord, _ fact: WireDaysClosed, _ partition: Int, at place: RecordPlace) {
        let before = partitions[partition].lastClosed
        let follows = fact.from <= record.day.days && before.map { $0.adding(days: 1).days == fact.from } ?? true
        findings.expect(follows, .dayOutOfOrder, place, record.day.iso)
        let isOver = partitions[partition].clock.mayClose(through: record.day, after: before)
        findings.expect(isOver, .closedEarly, place, record.day.iso)
        guard let span = fact.days(through: record.day, after: before) else { return }
        partitions[partition].links.removeAll(keepingCapacity: true)
        for day in span {
            let closing = AuditedPartition.Closing(
                day: CivilDate(days: day),
                offset: place.offset,
                isLate: day < record.day.days
            )
            partitions[partition].closings.append(closing)
            // Before the first closing something may be due for long.
            let isFirst = before == nil && day == span.lowerBound
            for each in isFirst ? partitions[partition].daysAwaited(through: day) : [day] {
                for index in partitions[partition].schedule.removeValue(forKey: each) ?? [] {
                    evaluate(index, closing)
                }
                for index in partitions[partition].purges.removeValue(forKey: each) ?? [] {
                    duePurge(index, closing.day, place.offset)
                }
            }
        }
    }

    /// Puts an application where its next deadline will find it.
    mutating func schedule(_ index: Int32) {
        let application = applications[Int(index)]
        let due: CivilDate
        switch application.stage {
        case .live:
            let lapses = calendar.lapses(from: application.start, filed: application.initial)
            due = min(lapses, noticeAwaited(application) ?? secondAwaited(application) ?? lapses)
        case .reinstated: due = calendar.reactivableUntil(from: application.start, filed: application.initial)
        case .ending, .held, .lapsed, .ended: return
        }
        let partition = Int(application.partition)
        let day = partitions[partition].open(due)
        partitions[partition].schedule[day, default: []].append(index)
    }

    /// What the closing of `day` makes due.
    private mutating func evaluate(_ index: Int32, _ closing: AuditedPartition.Closing) {
        let day = closing.day
        let application = applications[Int(index)]
        guard application.stage == .live || application.stage == .reinstated else { return }
        findings.check(.deadlines)
        let due = Awaited.Due(day: day, closing: closing.offset)
        let mayNotice = application.stage == .live && !closing.isLate
        if mayNotice, let awaited = noticeAwaited(application), day >= awaited {
            // With a ceiling, one that is too late anyway may wait for ever.
            if calendar.noticesPerDayMax == nil || day == awaited {
                applications[Int(index)].noticed = day
                awaiting(index) { $0.notice = due }
            }
        } else if mayNotice, let awaited = secondAwaited(application), day >= awaited,
            day < calendar.validUntil(from: application.start, filed: application.initial)
        {
            applications[Int(index)].isReminded = true
            awaiting(index) { $0.second = due }
        }
        let end =
            application.stage == .live
            ? calendar.lapses(from: application.start, filed: application.initial)
            : calendar.reactivableUntil(from: application.start, filed: application.initial)
        // Who asked to renew keeps the file from ending; a closing that is looked at again is before what was judged since.
        let isAsked = asked[index]?.contains { $0.contains(closing.offset) } ?? false
        if day >= end, !isAsked {
            applications[Int(index)].stage = .ending
            awaiting(index) { $0.end = due }
        } else {
            schedule(index)
        }
    }

    // MARK: What follows

    mutating func lapse(_ record: RegisterRecord, _ fact: WireLapsed, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        takeEnd(record, index, fact.expired, at: place)
        var isProven = false
        if case .notice(let notice) = calendar.lapseGround(
            application.sendings,
            from: application.start,
            filed: application.initial
        ) {
            isProven =
                notice.day.days == fact.noticed && Int32(notice.rank) == fact.rank
                && fact.proof == (notice.isProven ? notice.proof : "")
        }
        findings.expect(isProven, .wrongHold, place, application.number.text)
        if partitions[partition].links.contains(index) {
            // The person came back in time: the lapse is void.
            if application.stage == .ending { awaiting(index) { $0.renewal = $0.renewal ?? record.offset } }
            return
        }
        if application.stage == .ending { applications[Int(index)].stage = .lapsed }
        applications[Int(index)].lapseNoticed = CivilDate(days: fact.noticed)
        applications[Int(index)].lapseProof = fact.proof
        applications[Int(index)].lapsedAt = record.offset
        applications[Int(index)].isLapseLawful = isProven
        if !application.isOut { awaiting(index) { $0.strikeOff = record.offset } }
        end(index, at: place)
    }

    mutating func hold(_ record: RegisterRecord, _ fact: WireHeld, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        let application = applications[Int(index)]
        let isDue = takeEnd(record, index, fact.expired, at: place)
        let reason = WireHoldReason(
            calendar.lapseGround(application.sendings, from: application.start, filed: application.initial)
        )
        findings.expect(reason == fact.reason, .wrongHold, place, application.number.text)
        // Decided before a merge that is undone by now: it was held all the while.
        let cameBackEnding = isDue && application.stage == .live && application.mergedStage == .ending
        if application.stage == .ending || cameBackEnding { applications[Int(index)].stage = .held }
        if application.isMerged { applications[Int(index)].mergedStage = .held }
    }

    /// Whether the end of this application was due.
    @discardableResult
    private mutating func takeEnd(
        _ record: RegisterRecord,
        _ index: Int32,
        _ expired: Int32,
        at place: RecordPlace
    ) -> Bool {
        let application = applications[Int(index)]
        let isDue =
            awaited[index]?.end?.day == record.day && awaited[index]?.notice == nil && awaited[index]?.second == nil
            && expired == calendar.validUntil(from: application.start, filed: application.initial).days
        findings.expect(isDue, .endUndue, place, application.number.text)
        awaiting(index) { $0.end = nil }
        return isDue
    }

    mutating func renew(_ record: RegisterRecord, _ fact: WireRenewed, _ partition: Int, at place: RecordPlace) {
        guard let index = application(record, partition, at: place) else { return }
        guard var row = submission(record, at: place), let source = record.source else { return }
        let isAsked = fact.byLink ? row.facts.contains(.linked) : row.isOfKind(.renewal)
        findings.expect(isAsked, .unasked, place, row.id.text)
        if row.isDecided { findings.add(.decidedTwice, place, row.id.text) }
        checkAccess(row, .renewed, at: place)
        row.facts.insert(.renewed)
        row.number = record.number
        submissions[source] = row
        if row.isOfKind(.renewal) { remember(row, at: source, place) }

        // Where the renewal worker decided it.
        let cause = fact.byLink ? row.linkedAt : row.offset
        var application = applications[Int(index)]
        let start = calendar.startAfterRenewal(
            on: record.day,
            currentStart: application.start,
            filed: application.initial
        )
        findings.expect(
            fact.validFrom == start.days
                && fact.validUntil == calendar.validUntil(from: start, filed: application.initial).days,
            .wrongValidity,
            place,
            application.number.text,
        )
        if application.stage == .live, application.turnedAt < row.offset, !fact.byLink {
            let isEarly = record.day < calendar.windowOpens(from: application.start, filed: application.initial)
            let isLate = record.day > calendar.lapses(from: application.start, filed: application.initial)
            findings.expect(
                !isLate && (!isEarly || calendar.earlyRenewal == .counted),
                .renewedOutOfTime,
                place,
                application.number.text
            )
        }
        // Received in time, and read after the lapse.
        let isLapsed = application.stage == .lapsed || application.isStruckOffForLapse
        if isLapsed, !fact.byLink {
            let isInTime =
                record.day <= calendar.lapses(from: application.start, filed: application.initial)
            findings.expect(isInTime, .renewedOutOfTime, place, application.number.text)
        }
        if !application.isOut { book(record, partition, application.commune) { $0.renewed += 1 } }
        awaiting(index) {
            $0.renewal = nil
            if isLapsed, !application.isDeleted, !application.isMerged, !application.isPurged {
                $0.reinstatement = record.offset
            }
            if let due = $0.notice, due.closing > cause { $0.notice = nil }
            if let due = $0.second, due.closing > cause { $0.second = nil }
            if let due = $0.end, due.closing > cause { $0.end = nil }
        }
        application.start = CivilDate(days: fact.validFrom)
        application.noticed = nil
        application.isReminded = false
        application.sendings = []
        // A modification that stands between where it was decided and here came after it.
        let isModified = application.reachedAt > cause
        application.reach = isModified ? Reach(fact.reach).adopting(application.reach) : Reach(fact.reach)
        // What renewal knows since it decided; another renewal may have been decided before this one was written.
        if !isModified { application.reachedAt = cause }
        application.answeredAt = record.offset
        application.isRenewedSince = isLapsed
        // A reinstatement that was decided since knew nothing of this; the application is renewed all the same.
        if application.turnedAt < cause || application.stage == .reinstated { application.stage = .live }
        application.mergedStage = .live
        applications[Int(index)] = application
        noteDalo(record, index)
        move(index, to: fact.commune, record, partition)
        // What ended it since stands behind some of these days, and they made due what they make due.
        let isEnded = application.stage == .ended && application.turnedAt > cause
        if isEnded { applications[Int(index)].stage = .live }
        for closing in partitions[partition].closings.reversed().prefix(while: { $0.offset > cause }).reversed()
        where !isEnded || closing.offset < application.turnedAt {
            evaluate(index, closing)
        }
        if isEnded {
            applications[Int(index)].mergedStage = applications[Int(index)].stage
            applications[Int(index)].stage = .ended
        } else {
            schedule(index)
        }
        adoptForm(record, index, at: place)
    }

    /// Somebody in a live application filed again.
    mutating func link(_ record: RegisterRecord, _ fact: WireLinked, _ partition: Int, at place: RecordPlace) {
        findings.check(.form)
        if fact.repeated { return answer(record, .repeated, [.creation, .separation, .importing], at: place) }
        guard var row = submission(record, at: place), let source = record.source else { return }
        if !row.isOfKind([.creation, .separation, .importing]) { findings.add(.unasked, place, row.id.text) }
        if row.isDecided || row.facts.contains(.cleared) { findings.add(.decidedTwice, place, row.id.text) }
        row.facts.insert(.linked)
        let holder = SubmissionID(bytes: fact.application)
        let index = record.number.flatMap { indexByNumber[$0] } ?? holder.flatMap { indexByCreator[$0] }
        row.number = index.map { applications[Int($0)].number } ?? record.number
        row.linkedTo = holder
        row.linkedAt = record.offset
        submissions[source] = row
        guard record.number != nil, let index else { return }
        if row.bearsDalo {
            applications[Int(index)].daloLinkedAt = min(record.offset, applications[Int(index)].daloLinkedAt)
        }
        let application = applications[Int(index)]
        if !application.isOut { book(record, partition, application.commune) { $0.linked += 1 } }
        if !application.isStruckOff { applications[Int(index)].answeredAt = record.offset }
        guard application.isLive else { return }
        partitions[partition].links.insert(index)
        let isInWindow =
            record.day >= calendar.windowOpens(from: application.start, filed: application.initial)
            && record.day <= calendar.lapses(from: application.start, filed: application.initial)
        if application.stage == .live, fact.kind == .creation, isInWindow {
            awaiting(index) { $0.renewal = record.offset }
        }
    }

    // MARK: The end

    mutating func finishDeadlines() {
        for (index, awaited) in awaited.sorted(by: { $0.key < $1.key }) {
            let application = applications[Int(index)]
            let partition = Int(application.partition)
            for (offset, worker, rule) in [
                (awaited.notice?.closing, WorkerGroup.renewal, Rule.noticeMissing),
                (awaited.second?.closing, WorkerGroup.renewal, .noticeMissing),
                (awaited.end?.closing, WorkerGroup.renewal, .endMissing),
                (awaited.renewal, WorkerGroup.renewal, .linkNotRenewed),
                (awaited.strikeOff, WorkerGroup.strikeOff, .lapseWithoutStrikeOff),
                (awaited.reinstatement, WorkerGroup.strikeOff, .renewedNotReinstated),
                (awaited.purge?.closing, WorkerGroup.strikeOff, .notPurged),
            ] {
                guard let offset else { continue }
                if hasRead(worker, partition, offset) {
                    findings.add(rule, place(application.partition, offset), application.number.text)
                } else {
                    findings.wait()
                }
            }
        }
    }
}
