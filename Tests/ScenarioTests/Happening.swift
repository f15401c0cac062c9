import Register
import TestSupport

/// What the register says, in the words of a story: what it is, and as many of its details as the story cares for.
struct Happening: Sendable, CustomStringConvertible {
    let name: String
    var details: [String: String] = [:]

    /// The told one names no detail that is otherwise here.
    func isAs(told: Happening) -> Bool {
        name == told.name && told.details.allSatisfy { details[$0.key] == $0.value }
    }

    var isLetter: Bool { name.hasSuffix("letter") }

    var description: String {
        ([name] + details.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }).joined(separator: ", ")
    }

    private func with(_ key: String, _ value: String?) -> Happening {
        var more = self
        if let value { more.details[key] = value }
        return more
    }

    /// It is this person's.
    func of(_ person: Somebody) -> Happening { with("whose", person.firstNames) }

    // Beginnings.
    static let registered = Happening(name: "registered")
    static func registered(filed: CivilDate) -> Happening { registered.with("filed", filed.iso) }
    static let imported = Happening(name: "imported")
    static let linked = Happening(name: "linked")
    static let modified = Happening(name: "modified")
    static func modified(identityChanges count: Int) -> Happening { modified.with("of identity", "\(count)") }
    static let deleted = Happening(name: "deleted")
    static let reviewOpened = Happening(name: "review opened")
    /// A submission that came again has its first answer.
    static func answeredAgain(_ outcome: String) -> Happening {
        Happening(name: "answered again").with("outcome", outcome)
    }
    static func refused(_ codes: AnomalyCode...) -> Happening {
        Happening(name: "refused").with("because", codes.map(\.rawValue).joined(separator: " "))
    }
    /// As `refused`, with the place of each error.
    static func refused(_ code: AnomalyCode, at path: String) -> Happening { refused(code).with("at", path) }

    /// A renewal, with the day from which it will not be.
    static func refusedTooEarly(renewableFrom day: CivilDate) -> Happening {
        refused(.renewalTooEarly).with("renewable from", day.iso)
    }

    // The year.
    static let notice = Happening(name: "notice")
    static func notice(by channels: String) -> Happening { notice.with("by", channels) }
    static let secondNotice = Happening(name: "second notice")
    static let returned = Happening(name: "returned")
    static let proven = Happening(name: "proven")
    static let renewed = Happening(name: "renewed")
    static func renewed(until: CivilDate, filed: CivilDate? = nil) -> Happening {
        renewed.with("until", until.iso).with("filed", filed?.iso)
    }
    static let lapsed = Happening(name: "lapsed")
    static func lapsed(noticed: CivilDate) -> Happening { lapsed.with("noticed", noticed.iso) }
    static func held(_ reason: String) -> Happening { Happening(name: "held").with("because", reason) }

    // Ends.
    static let warned = Happening(name: "warned")
    static func struckOff(_ reason: StrikeOffReason) -> Happening {
        Happening(name: "struck off").with("for", reason.raw)
    }
    static func struckOff(_ reason: StrikeOffReason, proof: String) -> Happening {
        struckOff(reason).with("proof", proof)
    }
    static func struckOff(_ reason: StrikeOffReason, _ data: [String: String]) -> Happening {
        data.reduce(struckOff(reason)) { $0.with($1.key, $1.value) }
    }
    static let reinstated = Happening(name: "reinstated")
    static let disputeNoted = Happening(name: "dispute noted")
    static let disputeLifted = Happening(name: "dispute lifted")
    static let purged = Happening(name: "purged")

    // Letters. A story that names one names them all.
    static let attestation = Happening(name: "attestation letter")
    static func attestation(until: CivilDate) -> Happening { attestation.with("until", until.iso) }
    static let renewalAttestation = Happening(name: "renewal attestation letter")
    static let renewalLetter = Happening(name: "renewal letter")
    static let warningLetter = Happening(name: "warning letter")
    static let strikeOffLetter = Happening(name: "strike-off letter")
    static let alertToManager = Happening(name: "alert letter")
}
