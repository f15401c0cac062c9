import Register
import Schemas
import WorkerKit

// 1. A number is issued once, never reused, and never skipped. 7. The initial day is that of the first filing.
extension Audit {
    mutating func register(
        _ record: RegisterRecord,
        _ fact: WireRegistered,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        answer(record, .registered, [.creation, .separation], at: place)
        checkCleared(record, at: place)
        guard let number = record.number, let id = record.submission else {
            return findings.add(.unknownApplication, place)
        }
        checkSequence(number, record, at: place)
        var initial = record.day
        if let source = UniqueNumber(fact.separatedFrom).flatMap({ indexByNumber[$0] }) {
            initial = applications[Int(source)].initial
        }
        findings.expect(fact.initialDay == initial.days, .initialDayDiffers, place, number.text)
        findings.expect(fact.validFrom == record.day.days, .wrongValidity, place, number.text)
        open(record, number, id, fact.initialDay, fact.validFrom, fact.commune, Reach(fact.reach), partition, at: place)
        book(record, partition, CommuneCode(code: fact.commune)?.packed ?? 0) { $0.registered += 1 }
    }

    mutating func importFile(_ record: RegisterRecord, _ fact: WireImported, _ partition: Int, at place: RecordPlace) {
        answer(record, .imported, [.importing], at: place)
        checkCleared(record, at: place)
        guard let number = record.number, let id = record.submission else {
            return findings.add(.unknownApplication, place)
        }
        let asked = record.source.flatMap { submissions[$0] }
        findings.expect(asked?.filed?.days == fact.initialDay, .initialDayDiffers, place, number.text)
        findings.expect(asked?.asked == number, .importRenumbered, place, number.text)
        open(record, number, id, fact.initialDay, fact.validFrom, fact.commune, Reach(fact.reach), partition, at: place)
        book(record, partition, CommuneCode(code: fact.commune)?.packed ?? 0) { $0.imported += 1 }
    }

    private mutating func checkCleared(_ record: RegisterRecord, at place: RecordPlace) {
        guard let source = record.source, let row = submissions[source] else { return }
        if !row.facts.contains(.cleared) { findings.add(.unasked, place, record.submission?.text ?? "") }
    }

    /// What deduplication cleared. A separation takes its persons with it.
    mutating func clear(_ record: RegisterRecord, _ fact: WireCleared, at place: RecordPlace) {
        findings.check(.form)
        guard var row = submission(record, at: place), let source = record.source else { return }
        let kinds: SubmissionKinds = [.creation, .separation, .importing]
        if !row.isOfKind(kinds) || Int(row.kind) != fact.kind.rawValue { findings.add(.unasked, place, row.id.text) }
        if row.facts.contains(.cleared) || row.isDecided { findings.add(.decidedTwice, place, row.id.text) }
        row.facts.insert(.cleared)
        submissions[source] = row
        if fact.kind == .separation, let from = UniqueNumber(fact.separatedFrom), let index = indexByNumber[from],
            let persons = forms[source]
        {
            leave(index, persons, decidedAfter: row.offset, at: place)
        }
    }

    private mutating func checkSequence(_ number: UniqueNumber, _ record: RegisterRecord, at place: RecordPlace) {
        guard let desk = record.desk else { return findings.add(.numberComposition, place, number.text) }
        let date = record.day.components
        findings.expect(
            number.territory == record.territory && number.desk == desk && number.month == date.month
                && number.yearOfCentury == date.year % 100,
            .numberComposition,
            place,
            number.text,
        )
        let territory = number.territory
        var expected = sequences[territory] ?? 1
        // A number that is taken, by an import, is stepped over; after a million the sequence starts again.
        var steps = 0
        while expected != number.sequence, steps < UniqueNumber.sequenceEnd,
            indexByNumber[UniqueNumber(territory: territory, filed: record.day, sequence: expected, desk: desk)] != nil
        {
            expected = (expected + 1) % UniqueNumber.sequenceEnd
            steps += 1
        }
        findings.expect(expected == number.sequence, .numberGap, place, number.text)
        sequences[territory] = (number.sequence + 1) % UniqueNumber.sequenceEnd
    }

    private mutating func open(
        _ record: RegisterRecord,
        _ number: UniqueNumber,
        _ id: SubmissionID,
        _ initial: Int32,
        _ start: Int32,
        _ commune: String,
        _ reach: Reach,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        findings.check(.numbers)
        if let other = indexByNumber[number] {
            let elsewhere = applications[Int(other)].partition != Int32(partition)
            return findings.add(elsewhere ? .numberElsewhere : .numberReused, place, number.text)
        }
        if indexByCreator[id] != nil { return findings.add(.twoNumbers, place, number.text) }
        let index = Int32(applications.count)
        let persons = record.source.flatMap { forms.removeValue(forKey: $0) } ?? []
        var application = AuditedApplication(
            number: number,
            creator: id,
            partition: Int32(partition),
            offset: record.offset,
            initial: CivilDate(days: initial),
            start: CivilDate(days: start),
            persons: persons,
            commune: CommuneCode(code: commune)?.packed ?? 0,
        )
        application.reach = reach
        applications.append(application)
        indexByNumber[number] = index
        indexByCreator[id] = index
        hold(persons, index, at: place)
        noteDalo(record, index)
        schedule(index)
    }
}
