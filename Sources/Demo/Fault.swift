import Register

/// What can be wrong with a submission of the scenario.
package enum Fault: String, CaseIterable, Sendable {
    case unknownDesk, suspendedDesk, missingBirthDate, impossibleDate, unknownCommune, communeOutsideTerritory
    case unknownNumber, numberOfAnotherTerritory, renewalTooEarly, strikeOffWithoutProof, sameIDOtherContent
    case undecodable, wrongContentType

    /// What the refusing receipt may say; empty for what cannot be read, which goes to `nu.rejects`.
    package var anomalies: [AnomalyCode] {
        switch self {
        case .unknownDesk: [.unknownDesk]
        case .suspendedDesk: [.deskSuspended]
        case .missingBirthDate: [.missingField, .impossibleBirthDate]
        case .impossibleDate: [.notADate, .impossibleBirthDate]
        case .unknownCommune: [.unknownCommune]
        case .communeOutsideTerritory: [.communeOutsideTerritory]
        case .unknownNumber: [.unknownNumber]
        case .numberOfAnotherTerritory: [.numberOfAnotherTerritory]
        case .renewalTooEarly: [.renewalTooEarly]
        case .strikeOffWithoutProof: [.writtenProofMissing]
        case .sameIDOtherContent: [.sameIDOtherContent]
        case .undecodable, .wrongContentType: []
        }
    }

    /// True for what is answered in `nu.rejects` and not by a receipt.
    package var isUnreadable: Bool { anomalies.isEmpty }

    /// How many at size 1.
    var perRegion: Int {
        switch self {
        case .missingBirthDate, .sameIDOtherContent: 120
        case .impossibleDate, .unknownCommune, .communeOutsideTerritory, .unknownNumber, .renewalTooEarly: 90
        case .unknownDesk, .suspendedDesk, .numberOfAnotherTerritory, .strikeOffWithoutProof: 60
        case .undecodable: 40
        case .wrongContentType: 30
        }
    }
}
