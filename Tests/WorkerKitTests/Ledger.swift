import Register
import Schemas
import TestSupport
import WorkerKit

/// What the register says, read by someone who shares no code with the workers: the yardstick of the promises.
struct Ledger {
    struct Application {
        var creator: SubmissionID
        var persons: Set<String>
        var commune: String
        var initial: CivilDate
        var start: CivilDate
        var noticed: CivilDate?
        var isLive = true
        var isDeleted = false
        /// Merged into another one, which can be undone.
        var isMerged = false
        var isHeld = false
        var hasLapsed = false
        var isRenewedSince = false
        var mustRenew = false
    }

    let calendar: LegalCalendar
    private(set) var applications: [UniqueNumber: Application] = [:]
    /// Numbers given, in the order of the register, imported ones apart.
    private(set) var given: [UniqueNumber] = []
    private(set) var kept: [UniqueNumber] = []
    private(set) var accepted: [SourcePosition] = []
    private(set) var verdicts: [Set<SubmissionID>: WireVerdict] = [:]
    /// Strike-offs that do not say what the law wants them to say.
    private(set) var faults: [String] = []
    private var forms: [SourcePosition: WireApplication] = [:]
    private var creators: [SubmissionID: UniqueNumber] = [:]
    private var reviewPairs: [String: Set<SubmissionID>] = [:]
    /// Since the last day was closed.
    private var linked: Set<UniqueNumber> = []
    /// Begun, renewed or brought back since the last day was closed: their deadlines are for the next one.
    private var moved: Set<UniqueNumber> = []
    private(set) var closed: CivilDate?

    init(calendar: LegalCalendar) { self.calendar = calendar }

    mutating func read(_ record: RegisterRecord) {
        if let number = record.number, ["registered", "imported", "renewed", "reinstated"].contains(record.fact.name) {
            moved.insert(number)
        }
        switch record.fact {
        case .accepted(let accepted): note(record, accepted.request)
        case .registered(let fact):
            begin(record, commune: fact.commune, initial: fact.initialDay, start: fact.validFrom)
            if let number = record.number { given.append(number) }
            if let from = UniqueNumber(fact.separatedFrom), let number = record.number {
                let leaving = applications[number]?.persons ?? []
                applications[from]?.persons.subtract(leaving)
            }
        case .imported(let fact):
            begin(record, commune: fact.commune, initial: fact.initialDay, start: fact.validFrom)
            if let number = record.number { kept.append(number) }
        case .modified(let fact):
            // A link moves an application, but its form changes nobody in it.
            let form = record.kind == .modification ? form(of: record) : nil
            change(record) { $0.adopt(fact.commune, form) }
        case .renewed(let fact):
            let form = fact.byLink ? nil : form(of: record)
            change(record) {
                $0.adopt(fact.commune, form)
                $0.start = CivilDate(days: fact.validFrom)
                $0.noticed = nil
                $0.isHeld = false
                // Its strike-off may stand behind this; it is undone then.
                $0.isRenewedSince = $0.hasLapsed
                $0.mustRenew = false
            }
        case .noticeDue: change(record) { $0.noticed = $0.noticed ?? record.day }
        case .held: change(record) { $0.isHeld = true }
        case .linked(let fact):
            if !fact.repeated, let number = record.number, applications[number]?.isLive == true {
                linked.insert(number)
            }
        case .lapsed:
            if let number = record.number, !linked.contains(number) {
                change(record) {
                    $0.isLive = false
                    $0.hasLapsed = true
                }
            }
        case .struckOff(let fact): strike(record, fact)
        case .deleted(let fact):
            change(record) {
                if !fact.mergedInto.isEmpty, $0.isLive { $0.isMerged = true } else { $0.isDeleted = true }
                $0.isLive = false
            }
        case .unmerged:
            change(record) {
                if $0.isMerged { $0.isLive = true }
                $0.isMerged = false
            }
        case .reinstated(let fact):
            change(record) {
                if $0.isDeleted || $0.isMerged { return }
                $0.isLive = true
                $0.isHeld = false
                $0.mustRenew = fact.reason == "RADREN" && !fact.renewed && !$0.isRenewedSince
                $0.hasLapsed = false
                $0.isRenewedSince = false
            }
        case .reviewOpened(let fact):
            let pair = Set([fact.first, fact.second].compactMap { SubmissionID(bytes: $0) })
            reviewPairs[fact.reviewID] = pair
            verdicts[pair] = .unspecified
        case .reviewClosed(let fact):
            if let pair = reviewPairs[fact.reviewID], fact.verdict != .later {
                verdicts[pair] = fact.verdict == .undo ? .different : fact.verdict
            }
        case .daysClosed(let fact):
            if let closed, fact.from != closed.adding(days: 1).days {
                faults.append("\(CivilDate(days: fact.from)) closed after \(closed)")
            }
            closed = record.day
            linked = []
            moved = []
        case .declined, .repeated, .cleared, .merged, .noticeUndeliverable, .noticeProven, .warned,
            .litigationHeld, .purged, .accessJudged, .received, .header, .catchUp:
            break
        }
    }

    private mutating func note(_ record: RegisterRecord, _ request: WireRequest) {
        guard let source = record.source else { return }
        accepted.append(source)
        switch request.kind {
        case .creation(let creation): forms[source] = creation.application
        case .separation(let separation): forms[source] = separation.application
        case .import(let imported): forms[source] = imported.application
        case .modification(let modification): forms[source] = modification.application
        case .renewal(let renewal): forms[source] = renewal.hasApplication ? renewal.application : nil
        default: break
        }
    }

    private func form(of record: RegisterRecord) -> WireApplication? { record.source.flatMap { forms[$0] } }

    private mutating func begin(_ record: RegisterRecord, commune: String, initial: Int32, start: Int32) {
        guard let number = record.number, let creator = record.submission else { return }
        if applications[number] != nil { faults.append("\(number) given twice") }
        var application = Application(
            creator: creator,
            persons: [],
            commune: commune,
            initial: CivilDate(days: initial),
            start: CivilDate(days: start),
        )
        application.adopt("", form(of: record))
        applications[number] = application
        creators[creator] = number
    }

    private mutating func change(_ record: RegisterRecord, _ body: (inout Application) -> Void) {
        guard let number = record.number, var application = applications[number] else { return }
        body(&application)
        applications[number] = application
    }

    private mutating func strike(_ record: RegisterRecord, _ fact: WireStruckOff) {
        switch fact.reason {
        case "RADREN":
            if fact.noticed == 0 { faults.append("\(record.offset): RADREN without a notice") }
            if record.number.flatMap({ applications[$0]?.hasLapsed }) != true {
                faults.append("\(record.offset): RADREN without a lapse that counts")
            }
        case "RADCON", "RADIRR":
            if fact.noticed == 0 || fact.proof.isEmpty {
                faults.append("\(record.offset): \(fact.reason) without proof")
            }
        case "RADABA": if fact.proof.isEmpty { faults.append("\(record.offset): RADABA without proof") }
        case "RADATT": if fact.leaseDay == 0 { faults.append("\(record.offset): RADATT without a lease") }
        default: faults.append("\(record.offset): no reason of the law, \(fact.reason)")
        }
        change(record) { $0.isLive = false }
    }
}

extension Ledger.Application {
    mutating func adopt(_ commune: String, _ form: WireApplication?) {
        if !commune.isEmpty { self.commune = commune }
        guard let form else { return }
        persons = Set(
            ([form.applicant] + form.coApplicants).map(\.identity).filter { !$0.lastName.isEmpty }.map {
                "\($0.lastName) \($0.firstNames) \($0.birthDate)"
            }
        )
    }
}

// MARK: - Promises

extension Ledger {
    /// 1: issued once, never skipped.
    var sequenceFaults: [String] {
        var faults: [String] = []
        if Set(given + kept).count != given.count + kept.count { faults.append("a number was issued twice") }
        var next = 1
        for number in given {
            // Only an imported number may have been in the way.
            while next < number.sequence, kept.contains(where: { $0.sequence == next }) { next += 1 }
            if number.sequence != next { faults.append("\(number) instead of sequence \(next)") }
            next = number.sequence + 1
        }
        return faults
    }

    /// 2: one live application per person, save where a review is open or a manager ruled that they differ.
    var doublePersons: [String] {
        var faults: [String] = []
        let live = applications.filter { $0.value.isLive }.sorted { $0.key < $1.key }
        // Each is asked about with the one that holds the person; what one application may have of reviews is bounded.
        func hasItsShare(_ creator: SubmissionID) -> Bool { verdicts.keys.count { $0.contains(creator) } >= 3 }
        for one in live where !hasItsShare(one.value.creator) {
            for person in one.value.persons.sorted() {
                let others = live.filter { $0.key != one.key && $0.value.persons.contains(person) }
                let isToldApart = others.contains { two in
                    switch verdicts[[one.value.creator, two.value.creator]] {
                    case .unspecified, .different: true
                    default: false
                    }
                }
                // A question is put for one of the two, which may have its share.
                if !others.isEmpty, !isToldApart, !others.allSatisfy({ hasItsShare($0.value.creator) }) {
                    faults.append("\(person) is in \(one.key) and \(others.map(\.key)), and nobody was asked")
                }
            }
        }
        return faults
    }

    /// 5, right after `closed` was closed and everything that follows was read.
    var overdue: [String] {
        guard let closed else { return [] }
        return applications.sorted { $0.key < $1.key }.compactMap { number, application in
            guard application.isLive, !application.isHeld, !moved.contains(number) else { return nil }
            if application.mustRenew {
                return closed >= calendar.reactivableUntil(from: application.start)
                    ? "\(number) came back and stays" : nil
            }
            if closed >= calendar.lapses(from: application.start) { return "\(number) should have lapsed by \(closed)" }
            if closed >= calendar.noticeDue(from: application.start), application.noticed == nil {
                return "\(number) had no notice by \(closed)"
            }
            return nil
        }
    }
}
