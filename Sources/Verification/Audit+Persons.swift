import Register
import Schemas
import WorkerKit

// 2. A person has at most one live application per territory, save where a review is open or ruled.
extension Audit {
    /// An application got a person whom other live ones have: a review of it with one of them must follow, which holds the
    /// person; unless as many were opened as one application may have.
    struct Conflict {
        var person: PersonKey
        var index: Int32
        /// May name the application itself.
        var others: [Int32]
        var place: RecordPlace
    }

    /// The persons are in this application from now on.
    mutating func hold(_ persons: [PersonKey], _ index: Int32, at place: RecordPlace) {
        guard applications[Int(index)].isLive else { return }
        findings.check(.persons, count: persons.count)
        for person in persons {
            let others = (holders[person] ?? []).filter { $0 != index && isSameTerritory($0, index) }
            holders[person, default: []].append(index)
            noteConflict(person, index, others, at: place)
        }
    }

    /// The persons are not in this application any more; those who share one with others have to be told apart still.
    mutating func release(_ index: Int32, _ persons: [PersonKey], at place: RecordPlace) {
        for person in persons {
            guard var rest = holders[person] else { continue }
            rest.removeAll { $0 == index }
            holders[person] = rest.isEmpty ? nil : rest
            let here = rest.filter { isSameTerritory($0, index) }
            if here.count > 1 { for one in here { noteConflict(person, one, here, at: place) } }
        }
    }

    private func isSameTerritory(_ one: Int32, _ other: Int32) -> Bool {
        applications[Int(one)].number.territory == applications[Int(other)].number.territory
    }

    private mutating func noteConflict(_ person: PersonKey, _ index: Int32, _ others: [Int32], at place: RecordPlace) {
        guard !others.isEmpty, !isToldApart(index, others) else { return }
        conflicts.append(Conflict(person: person, index: index, others: others, place: place))
    }

    /// A spouse leaves an application. That was decided between the submission and the fact: who got the same person in
    /// between is in no conflict with the application that is left.
    mutating func leave(_ index: Int32, _ persons: [PersonKey], decidedAfter offset: Int64, at place: RecordPlace) {
        release(index, persons.filter(applications[Int(index)].persons.contains), at: place)
        applications[Int(index)].persons.removeAll(where: persons.contains)
        for position in conflicts.indices.reversed() {
            let conflict = conflicts[position]
            guard conflict.place.partition == place.partition, conflict.place.offset > offset,
                persons.contains(conflict.person)
            else { continue }
            conflicts[position].others.removeAll { $0 == index }
            let isOver = conflicts[position].others.allSatisfy { $0 == conflict.index }
            if conflict.index == index || isOver { conflicts.remove(at: position) }
        }
    }

    /// A review names it and one of the others, or as many name it as one application may have. A question is put for one of
    /// the two: where all the others have their share, none may have been put.
    private func isToldApart(_ index: Int32, _ others: [Int32]) -> Bool {
        if hasItsReviews(index) { return true }
        let others = others.filter { $0 != index }
        return others.allSatisfy(hasItsReviews) || others.contains { reviews[pair(index, $0)] != nil }
    }

    /// Who has a person in common with several is asked about with the one that deduplication knew of first; and an
    /// application may have been cleared before the fact of the conflict, and registered after it.
    private func isToldApartByNow(_ conflict: Conflict) -> Bool {
        let holders = (holders[conflict.person] ?? []).filter { isSameTerritory($0, conflict.index) }
        return holders.contains { $0 != conflict.index && reviews[pair(conflict.index, $0)] != nil }
    }

    private func hasItsReviews(_ index: Int32) -> Bool {
        reviewsNaming[applications[Int(index)].creator, default: 0] >= Audit.reviewsMax
    }

    /// As deduplication opens for one application, and counts the rest.
    private static let reviewsMax = 3

    private func pair(_ one: Int32, _ other: Int32) -> Pair {
        Pair(applications[Int(one)].creator, applications[Int(other)].creator)
    }

    /// The end of an application, by the first fact that ends it.
    mutating func end(_ index: Int32, at place: RecordPlace) {
        guard applications[Int(index)].isLive else { return }
        applications[Int(index)].isLive = false
        release(index, applications[Int(index)].persons, at: place)
    }

    mutating func revive(_ index: Int32, at place: RecordPlace) {
        guard !applications[Int(index)].isLive else { return }
        applications[Int(index)].isLive = true
        hold(applications[Int(index)].persons, index, at: place)
    }

    /// A modification or a renewal that brought a form: its persons replace those before.
    mutating func adoptForm(_ record: RegisterRecord, _ index: Int32, at place: RecordPlace) {
        guard let source = record.source, let row = submissions[source], row.isOfKind([.modification, .renewal]),
            let persons = forms.removeValue(forKey: source)
        else { return }
        let before = applications[Int(index)].persons
        applications[Int(index)].persons = persons
        guard applications[Int(index)].isLive else { return }
        release(index, before.filter { !persons.contains($0) }, at: place)
        hold(persons.filter { !before.contains($0) }, index, at: place)
    }

    mutating func openReview(_ record: RegisterRecord, _ fact: WireReviewOpened, at place: RecordPlace) {
        findings.check(.form)
        guard let first = SubmissionID(bytes: fact.first), let second = SubmissionID(bytes: fact.second) else {
            return findings.add(.unreadable, place)
        }
        // Opened anew, a review asks again.
        if reviews.updateValue(.unspecified, forKey: Pair(first, second)) == nil {
            for id in [first, second] { reviewsNaming[id, default: 0] += 1 }
        }
    }

    mutating func closeReview(_ record: RegisterRecord, _ fact: WireReviewClosed, at place: RecordPlace) {
        guard let pair = Pair(id: fact.reviewID), let before = reviews[pair] else {
            return findings.add(.unasked, place)
        }
        rulings[pair] = record.source.flatMap { submissions[$0]?.offset } ?? record.offset
        switch fact.verdict {
        case .later: break
        case .undo:
            findings.expect(before == .same, .unasked, place, fact.reviewID)
            reviews[pair] = .different
        default: reviews[pair] = fact.verdict
        }
    }

    /// A ruling ends one of two applications; when it comes before a number, the end is said with the number.
    mutating func merge(_ record: RegisterRecord, _ fact: WireMerged, at place: RecordPlace) {
        let index = UniqueNumber(fact.mergedNumber).flatMap { indexByNumber[$0] }
        let isRuled = Pair(id: fact.reviewID).flatMap { reviews[$0] } == .same
        findings.expect(isRuled && index != nil, .unasked, place, fact.mergedNumber)
        guard let index else { return }
        merged.insert(index)
        let row = record.source.flatMap { submissions[$0] }
        let given = record.submission.flatMap { indexByCreator[$0] }.map { applications[Int($0)].offset }
        expectNoDispute(index, endedBy: row?.isOfKind([.reviewDecision]) == true ? row?.offset : given, at: place)
    }

    /// Ruled the same, and both live: one must have ended since. Those who share nobody, or nobody any more, may come back
    /// from a strike-off that stood when they were ruled on, or came after.
    private func isMergeDue(_ one: AuditedApplication, _ other: AuditedApplication, ruledAt: Int64) -> Bool {
        guard one.isLive, other.isLive else { return false }
        return one.persons.contains(where: other.persons.contains)
            || (one.turnedAt < ruledAt && other.turnedAt < ruledAt)
    }

    mutating func finishPersons() {
        for conflict in conflicts {
            findings.check(.persons)
            guard !isToldApart(conflict.index, conflict.others), !isToldApartByNow(conflict) else { continue }
            if hasRead(WorkerGroup.deduplication, conflict.place.partition, conflict.place.offset) {
                let others = conflict.others.filter { $0 != conflict.index }
                let numbers = ([conflict.index] + others.prefix(8)).map { applications[Int($0)].number.text }
                findings.add(.twoApplications, conflict.place, numbers.joined(separator: " "))
            } else {
                findings.wait()
            }
        }
        for (pair, verdict) in reviews where verdict == .same {
            guard let first = indexByCreator[pair.first], let second = indexByCreator[pair.second] else { continue }
            findings.check(.persons)
            let (one, other) = (applications[Int(first)], applications[Int(second)])
            guard isMergeDue(one, other, ruledAt: rulings[pair] ?? -1) else { continue }
            if hasCaughtUp(WorkerGroup.numbering, Int(one.partition)),
                hasCaughtUp(WorkerGroup.deduplication, Int(one.partition))
            {
                findings.add(.mergedStillLive, place(other.partition, other.offset), other.number.text)
            } else {
                findings.wait()
            }
        }
    }
}
