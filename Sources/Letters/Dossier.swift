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

/// Gathers the dossiers of some applications from the register, as they stood at the end of the days that their letters bear.
///
/// A filing precedes its number, so the register is read twice: `note` learns which submissions belong to the
/// applications, `take` opens those and no other.
package struct DossierFold: Sendable {
    /// The days that are asked for, of each application.
    private let days: [UniqueNumber: Set<CivilDate>]
    private var owners: [SubmissionID: UniqueNumber] = [:]
    /// Forms that are accepted and whose outcome is not read yet.
    private var forms: [SubmissionID: WireApplication] = [:]
    /// The keys of the forms that are needed, as far as they are sealed.
    package private(set) var formKeys: Set<KeyID> = []
    private var dossiers: [UniqueNumber: [CivilDate: Dossier]] = [:]

    package init(_ days: [UniqueNumber: Set<CivilDate>]) { self.days = days }

    /// Nil where the application is not there, or is erased.
    package func dossier(of number: UniqueNumber, at day: CivilDate) -> Dossier? { dossiers[number]?[day] }

    /// What the first reading needs to see.
    package static let ownership = Interest([.registered, .imported, .modified, .renewed, .linked])

    package mutating func note(_ record: RegisterRecord) {
        guard let number = record.number, days[number] != nil, let submission = record.submission else { return }
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
        guard let number = record.number, let days = days[number] else { return }
        let form = record.submission.flatMap { forms[$0] }
        for day in days where record.day <= day {
            DossierFold.take(record, number, form, into: &dossiers[number, default: [:]][day])
        }
        if record.isFiling, let submission = record.submission { forms[submission] = nil }
    }

    /// `form`: that of the record's submission. It stays for a second fact of the same one: a link renews as well.
    private static func take(
        _ record: RegisterRecord,
        _ number: UniqueNumber,
        _ form: WireApplication?,
        into dossier: inout Dossier?,
    ) {
        func open(filed: Int32, start: Int32) {
            guard dossier == nil, let form else { return }
            dossier = Dossier(
                number: number,
                application: form,
                filed: CivilDate(days: filed),
                start: CivilDate(days: start)
            )
        }
        switch record.fact {
        case .registered(let fact): open(filed: fact.initialDay, start: fact.validFrom)
        case .imported(let fact): open(filed: fact.initialDay, start: fact.validFrom)
        case .modified, .linked: if let form { dossier?.application = form }
        case .renewed(let fact):
            if let form { dossier?.application = form }
            dossier?.start = CivilDate(days: fact.validFrom)
        case .warned(let fact):
            dossier?.ground = fact.ground
            dossier?.warned = CivilDate(days: fact.sent)
        case .struckOff(let fact):
            dossier?.ground = fact.ground
            dossier?.isDalo = fact.dalo
        case .reinstated: dossier?.ground = ""
        case .purged: dossier = nil
        // What was merged may come back.
        case .deleted(let fact): if fact.mergedInto.isEmpty { dossier = nil }
        default: break
        }
    }
}

extension RegisterRecord {
    /// It gave an application its number.
    fileprivate var isFiling: Bool {
        switch fact {
        case .registered, .imported: true
        default: false
        }
    }
}
