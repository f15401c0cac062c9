import Schemas

// A new case of a `oneof` does not compile here until it is named; once it is named, it must have an example.

/// What a submission can ask for.
enum RequestCase: CaseIterable {
    case creation, separation, modification, renewal, strikeOff, reinstatement, deletion, importing
    case undeliverableLetter, reviewDecision, warning, noticeProof, litigationHold

    init(_ kind: WireRequest.OneOf_Kind) {
        self =
            switch kind {
            case .creation: .creation
            case .separation: .separation
            case .modification: .modification
            case .renewal: .renewal
            case .strikeOff: .strikeOff
            case .reinstatement: .reinstatement
            case .deletion: .deletion
            case .import: .importing
            case .undeliverableLetter: .undeliverableLetter
            case .reviewDecision: .reviewDecision
            case .warning: .warning
            case .noticeProof: .noticeProof
            case .litigationHold: .litigationHold
            }
    }
}

/// What a register record can say.
enum FactCase: CaseIterable {
    case accepted, declined, repeated
    case cleared, linked, reviewOpened, reviewClosed, merged, unmerged
    case registered, modified, deleted, imported, accessJudged
    case daysClosed, noticeDue, noticeUndeliverable, noticeProven, renewed, lapsed, held, litigationHeld
    case warned, struckOff, reinstated, purged
    case received, header, catchUp

    init(_ fact: WireRegisterRecord.OneOf_Fact) {
        self =
            switch fact {
            case .accepted: .accepted
            case .declined: .declined
            case .repeated: .repeated
            case .cleared: .cleared
            case .linked: .linked
            case .reviewOpened: .reviewOpened
            case .reviewClosed: .reviewClosed
            case .merged: .merged
            case .unmerged: .unmerged
            case .registered: .registered
            case .modified: .modified
            case .deleted: .deleted
            case .imported: .imported
            case .accessJudged: .accessJudged
            case .daysClosed: .daysClosed
            case .noticeDue: .noticeDue
            case .noticeUndeliverable: .noticeUndeliverable
            case .noticeProven: .noticeProven
            case .renewed: .renewed
            case .lapsed: .lapsed
            case .held: .held
            case .litigationHeld: .litigationHeld
            case .warned: .warned
            case .struckOff: .struckOff
            case .reinstated: .reinstated
            case .purged: .purged
            case .received: .received
            case .header: .header
            case .catchUp: .catchUp
            }
    }
}
