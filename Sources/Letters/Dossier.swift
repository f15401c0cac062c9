import Register
import Schemas
import WorkerKit

/// What a notice concerns, as the register tells it: the form, and the days its delays count from.
package struct Dossier: Hashable, Sendable {
    package var number: UniqueNumber
    package var application: WireApplication
    /// First filing: seniority counts from it.
    package var filed: CivilDate
    /// Filing or last renewal: the year of validity counts from it.
    package var start: CivilDate
    /// Of an inadmissibility: what the warning or the strike-off named; empty otherwise.
    package var ground = ""
    /// The day on which the registered letter left that a warning reports: its delay counts from there.
    package var warned: CivilDate?
    /// The application bore a DALO mark when it was struck off, on whichever of its forms.
    package var isDalo = false

    package init(number: UniqueNumber, application: WireApplication, filed: CivilDate, start: CivilDate) {
        self.number = number
        self.application = application
        self.filed = filed
        self.start = start
    }
}

/// Gathers the dossiers of some applications from the register, as they stood at the end of a day.
///
/// A filing precedes its number, so the register is read twice: `note` learns which submissions belong to the
/// applications, `take` opens those and no other.
package struct DossierFold: Sendable {
    private let numbers: Set<UniqueNumber>
    private let day: CivilDate
    private var owners: [SubmissionID: UniqueNumber] = [:]
    /// Forms that are accepted and whose outcome is not read yet.
    private var forms: [SubmissionID: WireApplication] = [:]
    /// The keys of the forms that are needed, as far as they are sealed.
    package private(set) var formKeys: Set<KeyID> = []
    package private(set) var dossiers: [UniqueNumber: Dossier] = [:]

    package init(_ numbers: Set<UniqueNumber>, at day: CivilDate) {
        self.numbers = numbers
        self.day = day
    }

    /// What the first reading needs to see.
    package static let ownership = Interest([.registered, .imported, .modified, .renewed, .linked])

    package mutating func note(_ record: RegisterRecord) {
        guard let number = record.number, numbers.contains(number), let submission = record.submission else { return }
        owners[submission] = number
        if let key = record.key { formKeys.insert(key) }
    }

    /// A record in which nothing is sealed.
    package mutating func take(_ record: RegisterRecord) { take(record) { $1.request } }

    /// `opening`: the request as it was filed; nil where it is erased.
    package mutating func take(
        _ record: RegisterRecord,
        opening: (RegisterRecord, WireAccepted) throws -> WireRequest?,
    ) rethrows {
        if case .accepted(let accepted) = record.fact {
            guard let submission = record.submission, owners[submission] != nil,
                let form = try opening(record, accepted)?.application
            else { return }
            forms[submission] = form
            return
        }
        guard let number = record.number, numbers.contains(number), record.day <= day else { return }
        switch record.fact {
        case .registered(let fact): open(record, number, filed: fact.initialDay, start: fact.validFrom)
        case .imported(let fact): open(record, number, filed: fact.initialDay, start: fact.validFrom)
        case .modified, .linked: applyForm(record, number)
        case .renewed(let fact):
            applyForm(record, number)
            dossiers[number]?.start = CivilDate(days: fact.validFrom)
        case .warned(let fact):
            dossiers[number]?.ground = fact.ground
            dossiers[number]?.warned = CivilDate(days: fact.sent)
        case .struckOff(let fact):
            dossiers[number]?.ground = fact.ground
            dossiers[number]?.isDalo = fact.dalo
        case .reinstated: dossiers[number]?.ground = ""
        case .purged: dossiers[number] = nil
        // What was merged may come back.
        case .deleted(let fact): if fact.mergedInto.isEmpty { dossiers[number] = nil }
        default: break
        }
    }

    private mutating func open(_ record: RegisterRecord, _ number: UniqueNumber, filed: Int32, start: Int32) {
        guard dossiers[number] == nil, let submission = record.submission, let form = forms[submission] else { return }
        forms[submission] = nil
        dossiers[number] = Dossier(
            number: number,
            application: form,
            filed: CivilDate(days: filed),
            start: CivilDate(days: start)
        )
    }

    // The form stays for a second fact of the same submission: a link renews as well.
    private mutating func applyForm(_ record: RegisterRecord, _ number: UniqueNumber) {
        guard let submission = record.submission, let form = forms[submission] else { return }
        dossiers[number]?.application = form
    }
}
