import Register
import Schemas
import WorkerKit

/// What the log says of one record of `nu.submissions`.
struct AuditedSubmission {
    /// The facts that answer it, by their kind.
    struct Facts: OptionSet {
        let rawValue: UInt32
        static let accepted = Facts(rawValue: 1 << 0)
        static let cleared = Facts(rawValue: 1 << 1)
        static let linked = Facts(rawValue: 1 << 2)
        static let registered = Facts(rawValue: 1 << 3)
        static let imported = Facts(rawValue: 1 << 4)
        static let modified = Facts(rawValue: 1 << 5)
        static let deleted = Facts(rawValue: 1 << 6)
        static let renewed = Facts(rawValue: 1 << 7)
        static let undeliverable = Facts(rawValue: 1 << 8)
        static let warned = Facts(rawValue: 1 << 9)
        static let struckOff = Facts(rawValue: 1 << 10)
        static let reinstated = Facts(rawValue: 1 << 11)
        static let ruled = Facts(rawValue: 1 << 12)
        static let declined = Facts(rawValue: 1 << 13)
        /// Answered as before: `Repeated`, or `Linked` with `repeated`.
        static let repeated = Facts(rawValue: 1 << 14)
        static let proven = Facts(rawValue: 1 << 15)
        static let litigation = Facts(rawValue: 1 << 16)
        static let judged = Facts(rawValue: 1 << 17)
    }

    var id = SubmissionID(high: 0, low: 0)
    var kind: UInt8 = 0
    /// Where it was accepted into the register; of a desk that acts on some communes only, where it was judged since.
    var partition: Int32 = -1
    var offset: Int64 = -1
    var day = CivilDate(days: 0)
    var facts: Facts = []
    /// The manager asked.
    var isManagers = false
    /// Of a desk that acts on some communes only; and the file asks for none of them.
    var isLimited = false
    var isDenied = false
    /// What nominative data of it is sealed under.
    var key: KeyID?
    /// Its form bears a DALO mark.
    var bearsDalo = false
    /// The number that it names itself.
    var asked: UniqueNumber?
    /// The first filing, of an import.
    var filed: CivilDate?
    /// The number that its facts name.
    var number: UniqueNumber?
    /// The application it was linked to, and where that stands.
    var linkedTo: SubmissionID?
    var linkedAt: Int64 = -1
    /// The last day closed when it was accepted.
    var closedBefore: CivilDate?
    /// The last answer of the application it is about, when it was accepted.
    var answeredAt: Int64 = -1

    var receipts: UInt8 = 0
    var outcome: UInt8 = 0
    var isRepeat = false
    var isSeen = false

    var decided: Decided { Decided(id: id, owner: Owner(kind: kind)) }
    var isAccepted: Bool { facts.contains(.accepted) }

    /// What became of it for good. A creation that was linked is renewed and modified on top of that.
    var finals: Facts {
        var finals: Facts = [
            .registered, .imported, .deleted, .undeliverable, .warned, .struckOff, .reinstated, .ruled, .declined,
            .repeated, .proven, .litigation,
        ]
        if kind == UInt8(WireSubmissionKind.modification.rawValue) { finals.insert(.modified) }
        if kind == UInt8(WireSubmissionKind.renewal.rawValue) { finals.insert(.renewed) }
        return finals.intersection(facts)
    }

    var isDecided: Bool { !finals.isEmpty }

    func isOfKind(_ kinds: SubmissionKinds) -> Bool { kinds.contains(SubmissionKinds(kind: Int(kind))) }
}
