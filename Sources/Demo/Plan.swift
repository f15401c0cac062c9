import Register
import Schemas

/// One application of the scenario: what it takes to write its form again, in thirty-two bytes.
struct Planned: Sendable {
    /// Seniority counts from here.
    var filed: CivilDate
    /// What the year of validity counts from when the scenario meets it.
    var start: CivilDate
    /// Packed; 0 until the register has given one.
    var number: UInt64 = 0
    /// The application whose applicant it copies with a letter off; -1 for none.
    var twin: Int32 = -1
    /// Place in `Places.communes`.
    var commune: UInt16
    /// How often its persons were drawn again, because someone had their names and birth date already.
    var redraws: UInt8 = 0
    var territory: Territory
}

/// One thing to submit about one application.
struct Errand: Sendable {
    enum Kind: Hashable, Sendable {
        case creation, renewal, allocation, renunciation, modification, warning, noAnswer, undeliverable, reinstatement
        /// The same person at another desk.
        case duplicate
        case fault(Fault)
    }

    var kind: Kind
    var application: Int
    /// The day the desk received it.
    var day: CivilDate
    /// The lease of an allocation, the dispatch of the warning before a strike-off.
    var since = CivilDate(days: 0)
    /// Another application that it takes: the one of the other territory, or of the person who has the same id.
    var other = -1
    /// It was sent before, and comes again byte for byte.
    var isResend = false
    /// It is sent twice in a row.
    var isTwice = false
}

/// Everything that happens in a scenario, before a single name is drawn.
///
/// An application has one role at most, and between two things that become of it lie ``Scenario/daysUnderWay`` days at least: so
/// what is expected of the register never hangs on the order of two answers.
struct Plan: Sendable {
    /// The imported ones, then the new ones by day of publication, then those that stand for a fault and never exist.
    var applications: [Planned] = []
    private(set) var importCount = 0
    /// What is to be submitted on each day of 2011.
    private(set) var agenda: [[Errand]]
    private(set) var expected: Expected

    private let volumes: Volumes
    private let places: Places
    private let calendar = WorkCalendar()
    private var random: SplitMix64
    private var imports: [Territory: Range<Int>] = [:]
    /// Of each day, the first new application published on it or later; one more than there are days.
    private var newFrom: [Int] = []
    private var isTaken: [Bool] = []
    /// What may be sent again: renewals and allocations.
    private var sent: [(errand: Errand, day: CivilDate)] = []

    init(seed: UInt64, volumes: Volumes, places: Places, roster: DeskRoster) {
        self.volumes = volumes
        self.places = places
        random = SplitMix64(seed: seed, stream: 1, index: 0)
        expected = Expected(volumes: volumes)
        agenda = Array(repeating: [], count: WorkCalendar.index(of: Plan.end) + 1)

        layImports()
        layNew()
        planAllocations()
        planRenewals()
        planHeld()
        planLetters()
        planOtherChanges()
        planTwins()
        planNoise()
        planFaults()
        planTheRest()
        numberImports(roster)
        for territory in Volumes.territories { closeBooks(territory) }
        isTaken = []
        sent = []
    }

    // Validity of the imports runs from here: it ends from 15 March to 31 December 2011.
    static let firstStart = CivilDate(year: 2010, month: 3, day: 15)!
    static let lastStart = CivilDate(year: 2010, month: 12, day: 31)!
    static let opening = Figures.firstDay
    static let end = Figures.lastDay
    private static let law = LegalCalendar()
}

// MARK: - Who there is

extension Plan {
    private mutating func layImports() {
        for territory in Volumes.territories {
            let share = volumes.shares[territory]!
            var isInLille = (0..<share.pending).map { $0 < share.lille }
            random.shuffle(&isInLille)
            let first = applications.count
            for isLille in isInLille {
                let area: Places.Area =
                    territory == .pasDeCalais ? .pasDeCalais : isLille ? .lilleMetropolis : .restOfNord
                let commune = places.pick(in: area, &random)
                applications.append(
                    Planned(
                        filed: Plan.firstStart,
                        start: Plan.firstStart,
                        commune: UInt16(commune),
                        territory: territory
                    )
                )
            }
            imports[territory] = first..<applications.count
            expected.count(territory, \.pendingAtStart, share.pending)
            expected.count(territory, \.lilleAtStart, share.lille)
        }
        importCount = applications.count
        expected.answer(.imported, importCount)
        expected.submissions += importCount
    }

    private mutating func layNew() {
        let spread = Volumes.territories.map { calendar.spread(volumes.shares[$0]!.new, from: Plan.opening) }
        newFrom = Array(repeating: importCount, count: WorkCalendar.index(of: Plan.opening))
        for place in spread[0].indices {
            newFrom.append(applications.count)
            for (territory, days) in zip(Volumes.territories, spread) {
                let (day, count) = days[place]
                for _ in 0..<count {
                    let index = append(filed: day, in: territory)
                    submit(Errand(kind: .creation, application: index, day: day), on: day)
                }
                expected.count(territory, \.registered, count)
            }
        }
        newFrom.append(applications.count)
        isTaken = Array(repeating: false, count: applications.count)
    }

    private mutating func append(filed: CivilDate, in territory: Territory) -> Int {
        let commune = places.pick(in: territory, &random)
        applications.append(Planned(filed: filed, start: filed, commune: UInt16(commune), territory: territory))
        return applications.count - 1
    }

    /// Puts an errand on the agenda and expects its answer.
    private mutating func submit(_ errand: Errand, on day: CivilDate) {
        agenda[WorkCalendar.index(of: day)].append(errand)
        expected.submissions += 1
        if errand.isResend {
            expected.repeated += 1
            return
        }
        switch errand.kind {
        case .fault(let fault) where fault.isUnreadable: expected.rejects += 1
        default: expected.answer(errand.kind.outcome)
        }
    }

    /// A new application that has no role yet, published between two days. It has one from now on.
    private mutating func takeNew(
        from first: CivilDate = Plan.opening,
        through last: CivilDate,
        in territory: Territory? = nil,
    ) -> Int {
        let range = newFrom[WorkCalendar.index(of: first)]..<newFrom[WorkCalendar.index(of: last) + 1]
        return take(range) { territory == nil || $0.territory == territory }
    }

    private mutating func takeImport(in territory: Territory? = nil) -> Int {
        take(territory.map { imports[$0]! } ?? 0..<importCount) { _ in true }
    }

    private mutating func take(_ range: Range<Int>, where isWanted: (Planned) -> Bool) -> Int {
        precondition(!range.isEmpty, "the size is too small for its days")
        let start = range.lowerBound + random.below(range.count)
        // Mostly a few draws find one; where nearly all are taken, whatever follows the first draw does.
        var found = start
        for attempt in 0..<range.count {
            if !isTaken[found] && isWanted(applications[found]) {
                isTaken[found] = true
                return found
            }
            found =
                attempt < 40
                ? range.lowerBound + random.below(range.count)
                : range.lowerBound + (start - range.lowerBound + attempt) % range.count
        }
        preconditionFailure("the size is too small: every application has a role")
    }

    /// The notice leaves ten months after the start, if the application is there at the end of that day.
    private mutating func expectNotice(_ index: Int, endsOn end: CivilDate? = nil) {
        let notice = Plan.law.noticeDue(from: applications[index].start)
        guard notice >= Plan.opening, notice <= Plan.end else { return }
        if let end, end <= notice { return }
        expected.count(applications[index].territory, \.notices)
    }

    /// This day, or one some days from it: whether a notice leaves must not hang on which comes first, the end of its day or
    /// that of the application.
    private func dayClear(ofNoticeTo index: Int, near day: CivilDate) -> CivilDate {
        let notice = Plan.law.noticeDue(from: applications[index].start)
        guard notice < day, day < answered(notice) else { return day }
        return answered(notice) <= Plan.end ? answered(notice) : notice
    }

    /// The first day whose submissions may rest on what came of those of this one.
    private func answered(_ day: CivilDate) -> CivilDate { day.adding(days: Scenario.daysUnderWay) }

    /// An import nobody renews is struck off at the end of its thirteenth month.
    private mutating func expectLapse(_ index: Int) {
        expectNotice(index)
        if Plan.law.lapses(from: applications[index].start) <= Plan.end {
            expected.count(applications[index].territory, \.notRenewed)
        }
    }

    /// When an import began its year, and a first filing to go with it.
    private mutating func start(_ index: Int, between first: CivilDate, and last: CivilDate) {
        let start = first.adding(days: random.below(first.days(until: last) + 1))
        applications[index].start = start
        let years =
            switch random.below(100) {
            case 0..<52: 0
            case 52..<74: 1
            case 74..<86: 2
            case 86..<92: 3
            case 92..<96: 4
            default: random.within(5...8)
            }
        // Renewals come a little before the anniversary.
        applications[index].filed =
            years == 0 ? start : start.adding(months: -12 * years).adding(days: random.below(46))
    }
}

// MARK: - Allocations

extension Plan {
    /// The delays of the new ones come as they come; those of the imported ones are then chosen so that the mean over the
    /// region is 10.4 months to the day.
    private mutating func planAllocations() {
        var days = 0
        var housed: [(index: Int, day: CivilDate, lease: CivilDate)] = []
        for territory in Volumes.territories {
            let share = volumes.shares[territory]!
            for _ in 0..<share.newAllocations {
                let index = takeNew(through: CivilDate(year: 2011, month: 11, day: 30)!, in: territory)
                let filed = applications[index].filed
                let day = calendar.pick(filed.adding(days: 20), Plan.end, &random)
                let lease = day.adding(days: -random.below(12))
                days += filed.days(until: lease)
                allocate(index, on: day, lease: lease)
            }
            for _ in 0..<share.allocations - share.newAllocations {
                let day = calendar.pick(Plan.opening, CivilDate(year: 2011, month: 12, day: 20)!, &random)
                housed.append((takeImport(in: territory), day, day.adding(days: -random.below(12))))
            }
        }
        let count = volumes.total(\.allocations)
        let target = Int((10.4 * Figures.daysPerMonth * Double(count)).rounded()) - days
        let least = housed.map { Plan.lastStart.days(until: $0.lease) }
        let spare = target - least.reduce(0, +)
        precondition(spare >= 0, "the new ones wait too long for the mean")
        for (place, extra) in shares(of: spare, count: housed.count).enumerated() {
            let (index, day, lease) = housed[place]
            let filed = lease.adding(days: -(least[place] + extra))
            // Validity must outlast the strike-off, and begin no earlier than the filing.
            let first = max(filed, Plan.firstStart, day.adding(days: 5).adding(months: -12))
            let start = first == filed ? filed : first.adding(days: random.below(first.days(until: Plan.lastStart) + 1))
            applications[index].filed = filed
            applications[index].start = start
            let published = dayClear(ofNoticeTo: index, near: day)
            expectNotice(index, endsOn: published)
            allocate(index, on: published, lease: lease)
        }
    }

    private mutating func allocate(_ index: Int, on day: CivilDate, lease: CivilDate) {
        let errand = Errand(kind: .allocation, application: index, day: day, since: lease)
        submit(errand, on: day)
        sent.append((errand, day))
        let planned = applications[index]
        expected.count(planned.territory, \.allocated)
        expected.count(planned.territory, \.allocationDays, planned.filed.days(until: lease))
    }

    /// Cuts `total` in uneven parts, many small and a few large, that sum to it.
    private mutating func shares(of total: Int, count: Int) -> [Int] {
        guard count > 0 else { return [] }
        let weights = (0..<count).map { _ in
            let draw = random.below(1000) + 1
            return draw * draw * draw / 1000 + 20_000
        }
        let sum = weights.reduce(0, +)
        var parts = weights.map { total * $0 / sum }
        for place in 0..<(total - parts.reduce(0, +)) { parts[place] += 1 }
        return parts
    }
}

// MARK: - The life of an application

extension Plan {
    private mutating func planRenewals() {
        var left = volumes.shares.mapValues(\.renewals)
        for _ in 0..<volumes.reinstated {
            let index = takeImport()
            let territory = applications[index].territory
            guard left[territory, default: 0] > 0 else { preconditionFailure("more reinstated than renewed") }
            left[territory]! -= 1
            start(index, between: Plan.firstStart, and: CivilDate(year: 2010, month: 9, day: 30)!)
            let lapse = Plan.law.lapses(from: applications[index].start)
            let back = calendar.pick(lapse.adding(days: 5), lapse.adding(days: 40), &random)
            let renewal = calendar.pick(answered(back), back.adding(days: 12), &random)
            expectLapse(index)
            submit(Errand(kind: .reinstatement, application: index, day: back), on: back)
            submit(Errand(kind: .renewal, application: index, day: renewal), on: renewal)
            expected.count(territory, \.reinstated)
            expected.count(territory, \.renewed)
        }
        for territory in Volumes.territories {
            for _ in 0..<left[territory]! {
                let index = takeImport(in: territory)
                start(index, between: Plan.opening.adding(months: -12), and: Plan.lastStart)
                let begins = applications[index].start
                // So that the notice is always there first.
                let notice = Plan.law.windowOpens(from: begins)
                let first = max(answered(notice), Plan.opening)
                let last = min(Plan.law.validUntil(from: begins), Plan.end)
                let day = calendar.pick(first, last, &random)
                let errand = Errand(kind: .renewal, application: index, day: day)
                expectNotice(index, endsOn: day)
                submit(errand, on: day)
                sent.append((errand, day))
                expected.count(territory, \.renewed)
            }
        }
    }

    /// Their eleventh month was over before the register began: no lawful notice can leave, so none may lapse.
    private mutating func planHeld() {
        for _ in 0..<volumes.held {
            start(
                takeImport(),
                between: CivilDate(year: 2010, month: 1, day: 1)!,
                and: CivilDate(year: 2010, month: 1, day: 31)!,
            )
        }
    }

    private mutating func planLetters() {
        for _ in 0..<volumes.undeliverable {
            // Those that would lapse in 2012 only: what becomes of them is then another year's question.
            let index = takeImport()
            start(index, between: CivilDate(year: 2010, month: 12, day: 2)!, and: Plan.lastStart)
            let notice = Plan.law.noticeDue(from: applications[index].start)
            let day = calendar.pick(notice.adding(days: 5), notice.adding(days: 20), &random)
            expectLapse(index)
            submit(Errand(kind: .undeliverable, application: index, day: day, since: day.adding(days: -1)), on: day)
        }
        for _ in 0..<volumes.unanswered {
            let index = takeNew(through: CivilDate(year: 2011, month: 9, day: 15)!)
            let filed = applications[index].filed
            let warned = calendar.pick(filed.adding(days: 8), filed.adding(days: 30), &random)
            let earliest = Plan.law.noAnswerStrikeOff(warned: warned)
            let day = calendar.pick(earliest, earliest.adding(days: 8), &random)
            submit(Errand(kind: .warning, application: index, day: warned, since: warned), on: warned)
            submit(Errand(kind: .noAnswer, application: index, day: day, since: warned), on: day)
            expected.count(applications[index].territory, \.unanswered)
        }
    }

    private mutating func planOtherChanges() {
        for turn in 0..<volumes.renounced {
            let index: Int
            let day: CivilDate
            if turn % 2 == 0 {
                index = takeImport()
                start(index, between: CivilDate(year: 2010, month: 4, day: 15)!, and: Plan.lastStart)
                day = dayClear(ofNoticeTo: index, near: dayBeforeExpiry(index))
                expectNotice(index, endsOn: day)
            } else {
                index = takeNew(through: CivilDate(year: 2011, month: 12, day: 10)!)
                day = calendar.pick(applications[index].filed.adding(days: 5), Plan.end, &random)
            }
            submit(Errand(kind: .renunciation, application: index, day: day), on: day)
            expected.count(applications[index].territory, \.renounced)
        }
        for turn in 0..<volumes.modified {
            let index: Int
            let day: CivilDate
            if turn % 2 == 0 {
                index = takeImport()
                start(index, between: CivilDate(year: 2010, month: 4, day: 15)!, and: Plan.lastStart)
                day = dayBeforeExpiry(index)
                expectLapse(index)
            } else {
                index = takeNew(through: CivilDate(year: 2011, month: 12, day: 20)!)
                day = calendar.pick(answered(applications[index].filed), Plan.end, &random)
            }
            submit(Errand(kind: .modification, application: index, day: day), on: day)
        }
    }

    private mutating func dayBeforeExpiry(_ index: Int) -> CivilDate {
        let expiry = Plan.law.validUntil(from: applications[index].start)
        return calendar.pick(Plan.opening, min(expiry.adding(days: -3), Plan.end), &random)
    }

    /// All that nobody has planned anything for: they wait, are noticed, and lapse.
    private mutating func planTheRest() {
        for index in 0..<importCount where !isTaken[index] {
            start(index, between: Plan.firstStart, and: Plan.lastStart)
            expectLapse(index)
        }
    }

    private mutating func numberImports(_ roster: DeskRoster) {
        for territory in Volumes.territories {
            for (place, index) in imports[territory]!.enumerated() {
                let desk = roster.registrar(in: territory, &random).code
                // Far from the sequence that the register begins.
                applications[index].number =
                    UniqueNumber(
                        territory: territory,
                        filed: applications[index].filed,
                        sequence: 300_000 + place,
                        desk: desk,
                    ).rawValue
            }
        }
    }

    private mutating func closeBooks(_ territory: Territory) {
        let figures = expected.figures[territory]!
        let entries = figures.registered + figures.reinstated
        let exits = figures.allocated + figures.renounced + figures.unanswered + figures.notRenewed
        expected.count(territory, \.pendingAtEnd, figures.pendingAtStart + entries - exits)
    }
}

// MARK: - Noise

extension Plan {
    /// Someone files twice, and one desk mistypes the name.
    private mutating func planTwins() {
        for _ in 0..<volumes.mistyped {
            let index = takeNew(from: CivilDate(year: 2011, month: 4, day: 20)!, through: Plan.end)
            let copied = applications[index]
            let twin = takeNew(through: copied.filed.adding(days: -1), in: copied.territory)
            applications[index].twin = Int32(twin)
            applications[index].commune = applications[twin].commune
        }
    }

    private mutating func planNoise() {
        for _ in 0..<volumes.late { makeLate() }
        for _ in 0..<volumes.linked {
            let index = takeNew(through: CivilDate(year: 2011, month: 12, day: 20)!)
            let planned = applications[index]
            let day = calendar.pick(answered(planned.filed), Plan.end, &random)
            submit(Errand(kind: .duplicate, application: index, day: day), on: day)
            expected.count(planned.territory, \.linked)
        }
        for turn in 0..<volumes.resent {
            if turn % 5 >= 3, let (errand, day) = sent.isEmpty ? nil : random.element(sent), answered(day) <= Plan.end {
                resend(errand, after: day)
                continue
            }
            let index = takeNew(through: CivilDate(year: 2011, month: 12, day: 20)!)
            let filed = applications[index].filed
            if turn % 5 == 0 {
                sendTwice(index, on: filed)
            } else {
                resend(Errand(kind: .creation, application: index, day: filed), after: filed)
            }
        }
    }

    /// Received one to three days before it is published; all within the year that is counted.
    private mutating func makeLate() {
        let index = takeNew(from: Plan.opening.adding(days: 3), through: Plan.end)
        let day = applications[index].filed
        let received = day.adding(days: -random.within(1...3))
        applications[index].filed = received
        applications[index].start = received
        change(index, on: day) { $0.day = received }
    }

    private mutating func sendTwice(_ index: Int, on day: CivilDate) {
        change(index, on: day) { $0.isTwice = true }
        expected.submissions += 1
        expected.repeated += 1
    }

    /// Creations stand first on a day's agenda, in the order of their applications.
    private mutating func change(_ index: Int, on day: CivilDate, _ body: (inout Errand) -> Void) {
        let place = WorkCalendar.index(of: day)
        let position = index - newFrom[place]
        precondition(agenda[place][position].application == index, "creations moved on the agenda")
        body(&agenda[place][position])
    }

    private mutating func resend(_ errand: Errand, after day: CivilDate) {
        var again = errand
        again.isResend = true
        submit(again, on: calendar.pick(answered(day), min(day.adding(days: 25), Plan.end), &random))
    }

    private mutating func planFaults() {
        for fault in Fault.allCases {
            for turn in 0..<volumes.faults[fault]! {
                let (errand, day) = errand(for: fault, turn: turn)
                submit(errand, on: day)
            }
        }
    }

    private mutating func errand(for fault: Fault, turn: Int) -> (Errand, on: CivilDate) {
        switch fault {
        case .unknownDesk, .suspendedDesk, .missingBirthDate, .impossibleDate, .unknownCommune,
            .communeOutsideTerritory, .unknownNumber, .undecodable, .wrongContentType:
            let day = calendar.pick(Plan.opening, Plan.end, &random)
            // Only the Nord has a suspended desk.
            let territory: Territory = fault == .suspendedDesk || random.chance(660) ? .nord : .pasDeCalais
            return (Errand(kind: .fault(fault), application: append(filed: day, in: territory), day: day), day)
        case .numberOfAnotherTerritory:
            let day = calendar.pick(Plan.opening, Plan.end, &random)
            let territory: Territory = turn % 2 == 0 ? .nord : .pasDeCalais
            let elsewhere = imports[territory == .nord ? .pasDeCalais : .nord]!
            var errand = Errand(kind: .fault(fault), application: append(filed: day, in: territory), day: day)
            errand.other = elsewhere.lowerBound + random.below(elsewhere.count)
            return (errand, day)
        case .renewalTooEarly, .strikeOffWithoutProof, .sameIDOtherContent:
            let index = takeNew(through: CivilDate(year: 2011, month: 12, day: 20)!)
            let planned = applications[index]
            let last = fault == .sameIDOtherContent ? min(planned.filed.adding(days: 30), Plan.end) : Plan.end
            let day = calendar.pick(answered(planned.filed), last, &random)
            var errand = Errand(kind: .fault(fault), application: index, day: day)
            if fault == .sameIDOtherContent && turn % 2 == 0 {
                errand.other = append(filed: day, in: planned.territory)
            }
            return (errand, day)
        }
    }
}
