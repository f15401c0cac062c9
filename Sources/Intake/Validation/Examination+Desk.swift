import Register
import Schemas
import WorkerKit

extension Examination {
    /// What the manager lets this desk do, and what is the manager's alone. Suspension and certification are as the desk's
    /// record says now; they have no date.
    mutating func examineDesk(asking request: WireRequest) {
        if desk.isSuspended { refuse(.deskSuspended, "desk") }
        if !desk.isCertified { refuse(.deskNotCertified, "desk") }
        let kind = request.submissionKind
        guard kind != .unspecified else { return }
        let reason: StrikeOffReason? =
            if case .strikeOff(let strikeOff) = request.kind { StrikeOffReason(Text.code(strikeOff.reason)) } else {
                nil
            }
        if let code = Examination.refusal(of: kind, by: desk.kind) {
            refuse(code, "desk")
        } else if !desk.may(kind, reason) {
            refuse(.deskLacksRight, "desk")
        }
    }

    /// By the day of reception, as all else; save for an import, which may have been received before there was a register.
    mutating func examineConvention() {
        if !desk.convention.covers(isImport ? published : day) { refuse(.conventionNotInForce, "desk") }
    }

    private static func refusal(of kind: WireSubmissionKind, by desk: DeskKind) -> AnomalyCode? {
        switch kind {
        case .deletion, .import, .reviewDecision: desk == .manager ? nil : .notAManager
        case .litigationHold: desk == .manager || desk == .state ? nil : .notManagerOrState
        case .creation, .separation, .modification, .renewal, .strikeOff, .reinstatement, .undeliverableLetter,
            .warning, .noticeProof, .unspecified, .UNRECOGNIZED:
            nil
        }
    }

    /// A commune acts on its own territory and that of its EPCI, an EPCI on its own (R441-2-6): where its communes are
    /// declared, on forms that ask for one of them. A request that brings no form says no commune: numbering judges it.
    mutating func examineTerritory(of wanted: WireWantedDwelling) {
        guard desk.isLimited else { return }
        let communes = wanted.communes.compactMap(CommuneCode.init(code:))
        // Without one, that is what is wrong with the form.
        guard !communes.isEmpty else { return }
        if !communes.contains(where: { references.isAt($0, oneOf: desk.communes) }) {
            refuse(.deskLacksCommune, "communes")
        }
    }

    /// Who may strike off, or warn of it, for this reason: for two of them only landlords (R441-2-8 a and d), for each
    /// those whom the manager lets.
    mutating func examineRight(toStrikeOffFor reason: StrikeOffReason, _ field: StaticString) {
        switch reason {
        case .allocated where desk.kind != .landlord: refuse(.onlyTheLandlord, field)
        case .inadmissible where desk.kind != .landlord: refuse(.onlyTheCommittee, field)
        case .allocated, .renounced, .noAnswer, .inadmissible:
            if !desk.mayStrikeOff(for: reason) { refuse(.deskLacksReason, field) }
        case .notRenewed: refuse(.systemReason, field)
        case .unknown: break
        }
    }
}
