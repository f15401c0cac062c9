import Register
import Schemas
import WorkerKit

/// A registering desk (guichet enregistreur) and what the territorial manager lets it do.
package struct Desk: Sendable, Hashable {
    package let code: DeskCode
    package let kind: DeskKind
    package let siren: SIREN?
    package let territories: Set<Territory>
    package let rights: SubmissionKinds
    /// What it may strike off or warn for; nil for all that its kind may.
    package let reasons: Set<StrikeOffReason>?
    package let convention: Convention
    /// Its account was certified. A record that says nothing of it counts as certified.
    package let isCertified: Bool
    /// A landlord's: the desks that register for it.
    package let mandates: Set<DeskCode>
    /// With one, what it submits must be signed.
    package let publicKeys: [[UInt8]]
    package let isSuspended: Bool
    /// A commune's or an EPCI's: its territory. None declared: it acts wherever it has a territory.
    package let communes: Set<CommuneCode>

    /// The days between which the convention with the prefect holds (R441-2-5 III), the last one included. Without a
    /// limit where none is written.
    package struct Convention: Sendable, Hashable {
        package var first: CivilDate?
        package var last: CivilDate?

        package init(first: CivilDate? = nil, last: CivilDate? = nil) {
            self.first = first
            self.last = last
        }

        package func covers(_ day: CivilDate) -> Bool {
            first.map { $0 <= day } ?? true && last.map { day <= $0 } ?? true
        }
    }

    package init(
        code: DeskCode,
        kind: DeskKind,
        siren: SIREN? = nil,
        territories: Set<Territory>,
        rights: SubmissionKinds,
        reasons: Set<StrikeOffReason>? = nil,
        convention: Convention = Convention(),
        isCertified: Bool = true,
        mandates: Set<DeskCode> = [],
        publicKeys: [[UInt8]] = [],
        isSuspended: Bool = false,
        communes: Set<CommuneCode> = [],
    ) {
        self.code = code
        self.kind = kind
        self.siren = siren
        self.territories = territories
        self.rights = rights
        self.reasons = reasons
        self.convention = convention
        self.isCertified = isCertified
        self.mandates = mandates
        self.publicKeys = publicKeys
        self.isSuspended = isSuspended
        self.communes = communes
    }

    /// It acts on some communes, and nowhere else (R441-2-6).
    package var isLimited: Bool { (kind == .municipality || kind == .intercommunality) && !communes.isEmpty }

    /// A landlord that has others register for it still strikes off for its own leases, whatever else was taken from it.
    package func may(_ kind: WireSubmissionKind, _ reason: StrikeOffReason?) -> Bool {
        rights.contains(SubmissionKinds(kind: kind.rawValue))
            || (kind == .strikeOff && reason == .allocated && !mandates.isEmpty)
    }

    package func mayStrikeOff(for reason: StrikeOffReason) -> Bool {
        reasons?.contains(reason) ?? true || (reason == .allocated && !mandates.isEmpty)
    }

    /// A desk without territory or right is read too: it can do nothing. A right that this version does not know is left
    /// out.
    package init(_ wire: WireDesk) throws(InvalidDesk) {
        var anomalies: [Anomaly] = []
        let code = DeskCode(code: wire.code)
        if code == nil { anomalies.append(Anomaly(code: .badDeskCode, path: "code")) }
        let kind = DeskKind(wire.kind)
        if !kind.isKnown { anomalies.append(Anomaly(code: .unknownCode, path: "kind")) }
        let siren = SIREN(wire.siren)
        if siren == nil, !wire.siren.isEmpty { anomalies.append(Anomaly(code: .badSIREN, path: "siren")) }
        var territories: Set<Territory> = []
        for (index, text) in wire.territories.enumerated() {
            if let territory = Territory(code: text) {
                territories.insert(territory)
            } else {
                anomalies.append(Anomaly(code: .unknownTerritory, path: "territories[\(index)]"))
            }
        }
        var reasons: Set<StrikeOffReason> = []
        for (index, raw) in wire.strikeOffReasons.enumerated() {
            let reason = StrikeOffReason(raw)
            reasons.insert(reason)
            if reason == .notRenewed {
                anomalies.append(Anomaly(code: .systemReason, path: "strike_off_reasons[\(index)]"))
            } else if !reason.isKnown {
                anomalies.append(Anomaly(code: .strikeOffReasonUnknown, path: "strike_off_reasons[\(index)]"))
            }
        }
        func day(_ text: String, _ path: String) -> CivilDate? {
            if text.isEmpty { return nil }
            let day = CivilDate(iso: text)
            if day == nil { anomalies.append(Anomaly(code: .notADate, path: path)) }
            return day
        }
        let convention = Convention(
            first: day(wire.conventionFrom, "convention_from"),
            last: day(wire.conventionUntil, "convention_until"),
        )
        if let first = convention.first, let last = convention.last, last < first {
            anomalies.append(Anomaly(code: .conventionEndsBeforeItBegins, path: "convention_until"))
        }
        var mandates: Set<DeskCode> = []
        for (index, text) in wire.mandates.enumerated() {
            if let mandated = DeskCode(code: text) {
                mandates.insert(mandated)
            } else {
                anomalies.append(Anomaly(code: .badDeskCode, path: "mandates[\(index)]"))
            }
        }
        if !wire.mandates.isEmpty, kind.isKnown, kind != .landlord {
            anomalies.append(Anomaly(code: .mandateOfNoLandlord, path: "mandates"))
        }
        for (index, key) in wire.publicKeys.enumerated() where key.count != Signature.publicKeyBytes {
            anomalies.append(Anomaly(code: .badPublicKey, path: "public_keys[\(index)]"))
        }
        var communes: Set<CommuneCode> = []
        for (index, text) in wire.communes.enumerated() {
            if let commune = CommuneCode(code: text) {
                communes.insert(commune)
            } else {
                anomalies.append(Anomaly(code: .unknownCommune, path: "communes[\(index)]"))
            }
        }
        if !wire.communes.isEmpty, kind.isKnown, kind != .municipality, kind != .intercommunality {
            anomalies.append(Anomaly(code: .communesOfNoCommune, path: "communes"))
        }
        guard let code, anomalies.isEmpty else { throw InvalidDesk(anomalies: anomalies) }
        let rights = wire.rights.reduce(into: SubmissionKinds()) { rights, kind in
            if kind != .unspecified { rights.formUnion(SubmissionKinds(kind: kind.rawValue)) }
        }
        self.init(
            code: code,
            kind: kind,
            siren: siren,
            territories: territories,
            rights: rights,
            reasons: reasons.isEmpty ? nil : reasons,
            convention: convention,
            isCertified: wire.hasCertified ? wire.certified : true,
            mandates: mandates,
            publicKeys: wire.publicKeys.map(Array.init),
            isSuspended: wire.suspended,
            communes: communes,
        )
    }
}

/// A desk that cannot be: all that is wrong with it.
package struct InvalidDesk: Error, Hashable, CustomStringConvertible {
    package let anomalies: [Anomaly]

    package init(anomalies: [Anomaly]) { self.anomalies = anomalies }

    package var description: String {
        "invalid desk: " + anomalies.map { "\($0): \($0.english)" }.joined(separator: " ")
    }
}
