import Register
import Schemas

/// The first year of the reform in Nord and Pas-de-Calais, as the submissions of some thirty desks.
///
/// The figures are real, the households are drawn. The same seed and size give the same submissions to the byte, provided
/// the register gives the same numbers. Nothing is held but what is planned, about forty bytes an application: a form is
/// drawn when it is sent, and drawn again when a later one needs it.
///
/// Call ``imports(batch:)`` until it is empty, then ``submissions(on:)`` for each day in order, and ``take(_:)`` for every
/// receipt of a day, and for none of a later one, before the day that comes ``daysUnderWay`` after it: what comes later needs
/// the numbers.
package struct Scenario: Sendable {
    package let size: Double
    package let expected: Expected
    let seed: UInt64
    let places: Places
    let roster: DeskRoster
    let households: Households
    var applications: [Planned]
    let importCount: Int
    private let agenda: [[Errand]]
    private var nextImport = 0
    private var nextDay = Figures.stockDay
    /// Persons who are someone's already.
    private var persons: Set<UInt64>
    /// Creations that wait for their number.
    private var unnumbered: [SubmissionID: Int32] = [:]
    /// Errands that could not be sent, because the register gave the application no number.
    package private(set) var skipped = 0
    /// The last day that is lived.
    package let until: CivilDate
    var later: LaterYears
    var laterSent = 0

    /// As many days may be under way at once: what a day's submissions rest on was answered, and closed, so many days
    /// before.
    package static let daysUnderWay = 4
    package static let firstDay = Figures.stockDay
    package static let lastDay = Figures.lastDay

    /// Without communes, those of ``CommuneReference/builtIn``. `years`: 1 is 2011 alone, whose every figure is known.
    package init(seed: UInt64, size: Double, communes: [CommuneReference]? = nil, years: Int = 1) {
        self.seed = seed
        self.size = size
        let volumes = Volumes(size: size)
        until = Figures.lastDay.adding(months: 12 * (years - 1))
        later = LaterYears(seed: seed, volumes: volumes, isNeeded: years > 1)
        places = Places(communes)
        roster = DeskRoster()
        households = Households(
            places: places,
            landlordSIRENs: roster.desks.filter { $0.kind == .landlord }.map(\.siren),
        )
        let plan = Plan(seed: seed, volumes: volumes, places: places, roster: roster)
        applications = plan.applications
        importCount = plan.importCount
        agenda = plan.agenda
        expected = plan.expected
        persons = Set(minimumCapacity: plan.applications.count * 2)
    }

    package var desks: [WireDesk] { roster.desks.map(\.wire) }

    package var communes: [WireCommune] { places.communes.map(\.wire) }

    /// INSEE codes.
    package var lilleCommunes: Set<String> {
        Set(places.communes.lazy.filter(\.isInLilleMetropolis).map(\.code))
    }

    /// The next imports, at most so many, all of 1 January 2011; none once all have been.
    package mutating func imports(batch count: Int) -> [Outgoing] {
        let range = nextImport..<min(nextImport + count, importCount)
        nextImport = range.upperBound
        return range.map { index in
            importing(index, at: WorkingHours.time(of: index, among: importCount, on: Figures.stockDay))
        }
    }

    /// Everything published on a day.
    package mutating func submissions(on day: CivilDate) -> [Outgoing] {
        precondition(day >= nextDay, "days come in order; \(day) is past")
        nextDay = day.adding(days: 1)
        if day > until { return [] }
        if day > Figures.lastDay { return laterSubmissions(on: day) }
        let place = WorkCalendar.index(of: day)
        var errands = agenda[place]
        var random = SplitMix64(seed: seed, stream: 2, index: place)
        random.shuffle(&errands)

        let count = errands.reduce(0) { $0 + ($1.isTwice ? 2 : 1) }
        var published: [Outgoing] = []
        published.reserveCapacity(count)
        for errand in errands {
            let time = WorkingHours.time(of: published.count, among: count, on: day)
            guard let outgoing = outgoing(errand, publishedOn: day, at: time) else {
                skipped += errand.isTwice ? 2 : 1
                continue
            }
            published.append(outgoing)
            if errand.isTwice {
                var again = outgoing
                again.timestamp = WorkingHours.time(of: published.count, among: count, on: day)
                again.answer = again.answer.repeated
                published.append(again)
            }
        }
        return published
    }

    /// Learns the number that a receipt brings.
    package mutating func take(_ receipt: WireReceipt) {
        later.take(receipt)
        guard receipt.outcome == .registered, !unnumbered.isEmpty, let id = SubmissionID(receipt.submissionID) else {
            return
        }
        guard let index = unnumbered.removeValue(forKey: id), let number = UniqueNumber(receipt.number) else { return }
        applications[Int(index)].number = number.rawValue
    }

    /// The form of an application that nobody has seen yet: its persons are nobody else, save where that is meant.
    mutating func newForm(_ index: Int) -> WireApplication {
        while true {
            let form = form(index)
            let keys = Scenario.keys(of: form)
            if claim(keys) { return form }
            precondition(applications[index].redraws < .max, "this region has too many people for its names")
            applications[index].redraws += 1
        }
    }

    mutating func awaitNumber(of index: Int, from id: SubmissionID) {
        unnumbered[id] = Int32(index)
    }

    private mutating func claim(_ keys: [UInt64]) -> Bool {
        // One person may have two names that are the same.
        guard !keys.contains(where: persons.contains) else { return false }
        persons.formUnion(keys)
        return true
    }

    /// Of every adult, by the name they bear and by the one they were born with. A couple never shares one.
    static func keys(of form: WireApplication) -> [UInt64] {
        var keys: [UInt64] = []
        keys.reserveCapacity(4)
        func add(_ identity: WireIdentity) {
            guard let born = CivilDate(iso: identity.birthDate) else { return }
            for name in identity.lastName == identity.birthName
                ? [identity.lastName] : [identity.lastName, identity.birthName]
            {
                keys.append(PersonKey.civil(lastName: name, firstNames: identity.firstNames, birthDate: born).low)
            }
        }
        add(form.applicant.identity)
        for person in form.coApplicants { add(person.identity) }
        return keys
    }
}

extension Outgoing.Answer {
    fileprivate var repeated: Outgoing.Answer {
        switch self {
        case .receipt(let id, var receipt):
            receipt.isRepeated = true
            return .receipt(id, receipt)
        case .reject: return self
        }
    }
}

/// When desks are open in Paris.
enum WorkingHours {
    /// The submissions of a day follow one another from eight to six.
    static func time(of index: Int, among count: Int, on day: CivilDate) -> Int64 {
        day.startInParis() + 8 * 3_600_000 + 10 * 3_600_000 * Int64(index) / Int64(max(count, 1))
    }
}
