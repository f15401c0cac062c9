import Schemas
import SwiftProtobuf

/// The desks of the stories, in the Nord.
enum Desk: String, Sendable, CaseIterable {
    case landlord = "G5901"
    case otherLandlord = "G5902"
    case manager = "G5900"
    case state = "G5950"
    case portal = "GDPUB"
    /// Acts in Lille and its EPCI.
    case lille = "59350"
    /// An EPCI that has no commune of Lille's.
    case dunkerque = "G5930"
    /// Its convention ended with 2012.
    case employer = "G5960"
    case suspended = "G5909"
    /// Nobody gave it access.
    case unknown = "ZZZZZ"

    static let landlordSIREN = "732829320"

    var wire: WireDesk? {
        let counter: [WireSubmissionKind] = [.creation, .separation, .modification, .renewal, .strikeOff]
        let landlord = counter + [.reinstatement, .warning]
        return switch self {
        case .landlord: desk("BAILLEUR", landlord) { $0.siren = Desk.landlordSIREN }
        case .otherLandlord: desk("BAILLEUR", landlord) { $0.siren = "123456782" }
        case .suspended: desk("BAILLEUR", landlord) { $0.suspended = true }
        case .manager: desk("GESTIONNAIRE", WireSubmissionKind.allCases.filter { $0 != .unspecified })
        case .state: desk("ETAT", counter + [.litigationHold])
        case .portal: desk("PORTAIL", [.creation, .modification, .renewal])
        case .lille: desk("COMMUNE", counter) { $0.communes = ["59350"] }
        case .dunkerque: desk("EPCI", counter) { $0.communes = ["59183"] }
        case .employer:
            desk("RESERVATAIRE", counter) {
                $0.conventionFrom = "2011-03-28"
                $0.conventionUntil = "2012-12-31"
            }
        case .unknown: nil
        }
    }

    private func desk(_ kind: String, _ rights: [WireSubmissionKind], _ fill: (inout WireDesk) -> Void = { _ in })
        -> WireDesk
    {
        .with {
            $0.code = rawValue
            $0.kind = kind
            $0.territories = ["059"]
            $0.rights = rights
            fill(&$0)
        }
    }
}
