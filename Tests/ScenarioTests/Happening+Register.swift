import Register
import Schemas
import WorkerKit

extension Happening {
    /// Nil for what goes on between the workers alone.
    init?(_ record: RegisterRecord) {
        switch record.fact {
        case .registered(let fact):
            self.init("registered", ["filed": iso(fact.initialDay), "commune": fact.commune])
        case .imported(let fact):
            self.init("imported", ["filed": iso(fact.initialDay), "commune": fact.commune])
        case .linked(let fact):
            if fact.repeated { return nil }
            self.init("linked")
        case .modified(let fact):
            self.init("modified", ["commune": fact.commune, "of identity": "\(fact.identityChanges.count)"])
        case .deleted: self.init("deleted")
        case .reviewOpened: self.init("review opened")
        case .reviewClosed: self.init("review closed")
        case .merged: self.init("merged")
        case .unmerged: self.init("unmerged")
        case .noticeDue(let fact):
            let channels = fact.channels.map { "\($0)" }.joined(separator: "+")
            self.init(fact.rank == 1 ? "notice" : "second notice", ["by": channels, "attempt": "\(fact.attempt)"])
        case .noticeUndeliverable: self.init("returned")
        case .noticeProven: self.init("proven")
        case .renewed(let fact): self.init("renewed", ["until": iso(fact.validUntil), "by link": "\(fact.byLink)"])
        case .lapsed(let fact): self.init("lapsed", ["noticed": iso(fact.noticed), "proof": fact.proof])
        case .held(let fact): self.init("held", ["because": fact.reason.code])
        case .warned(let fact): self.init("warned", ["of": fact.reason])
        case .struckOff(let fact):
            self.init(
                "struck off",
                [
                    "for": fact.reason, "proof": fact.proof, "noticed": fact.noticed == 0 ? "" : iso(fact.noticed),
                    "lease": fact.leaseDay == 0 ? "" : iso(fact.leaseDay), "dalo": "\(fact.dalo)",
                    "landlord": fact.landlordSiren, "dwelling": fact.rplsID, "type": fact.dwellingType,
                    "quota": fact.quota, "agreement": fact.agreement,
                ].filter { !$0.value.isEmpty }
            )
        case .reinstated: self.init("reinstated")
        case .litigationHeld(let fact): self.init(fact.step == .placed ? "dispute noted" : "dispute lifted")
        case .purged: self.init("purged")
        case .accepted, .declined, .repeated, .cleared, .accessJudged, .daysClosed, .received, .header,
            .catchUp:
            return nil
        }
    }

    private init(_ name: String, _ details: [String: String] = [:]) {
        self.init(name: name, details: details)
    }
}

private func iso(_ days: Int32) -> String { CivilDate(days: days).iso }

extension WireNoticeKind {
    var letter: String {
        switch self {
        case .attestation: "attestation letter"
        case .renewal: "renewal letter"
        case .warning: "warning letter"
        case .strikeOff: "strike-off letter"
        case .renewalAttestation: "renewal attestation letter"
        case .holdAlert: "alert letter"
        case .merged: "merger letter"
        case .unmerged: "undone merger letter"
        case .unspecified, .UNRECOGNIZED: "unknown letter"
        }
    }
}
