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
    package let isSuspended: Bool

    package init(
        code: DeskCode,
        kind: DeskKind,
        siren: SIREN? = nil,
        territories: Set<Territory>,
        rights: SubmissionKinds,
        isSuspended: Bool = false,
    ) {
        self.code = code
        self.kind = kind
        self.siren = siren
        self.territories = territories
        self.rights = rights
        self.isSuspended = isSuspended
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
            isSuspended: wire.suspended,
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
