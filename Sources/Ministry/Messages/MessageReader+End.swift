import Register
import Schemas

// How an application ends.
extension MessageReader {
    mutating func readStrikeOff() throws(XMLFault) {
        noteRepetition()
        while let element = try xml.nextChild() {
            switch element.name {
            case "motifRadiation":
                strikeOff.reason = try code(element)
                // Said to be none, and not only left out: the ministry's list has the empty code for it.
                isUndone = element["code"]?.trimmed.isEmpty == true
            case "sousMotifRadiation": strikeOff.ground = try code(element)
            case "referenceJustificatif": strikeOff.writtenProof = try value()
            case "attribution": try readAllocation()
            default: try xml.skipUnread()
            }
        }
    }

    mutating func readDeletion() throws(XMLFault) {
        noteRepetition()
        while let element = try xml.nextChild() {
            switch element.name {
            case "referenceJustificatif": deletionProof = try value()
            default: try xml.skipUnread()
            }
        }
    }

    /// R441-2-9.
    private mutating func readAllocation() throws(XMLFault) {
        noteRepetition()
        var allocation = WireAllocation()
        while let element = try xml.nextChild() {
            switch element.name {
            case "sirenBailleur": allocation.landlordSiren = try value()
            case "dateSignatureBail": allocation.leaseSignedOn = try date()
            case "identifiantRPLS": allocation.rplsID = try value()
            case "adressePostale": try readAddress(&allocation.dwelling)
            case "typeLogementRPLS": allocation.dwellingType = try code(element)
            case "surface": allocation.surfaceSquareMetres = try whole()
            case "montantMensuelLoyer": allocation.monthlyRentCents = try cents()
            case "zus": allocation.zone = try code(element)
            case "typeReservataire": allocation.quota = try code(element)
            case "accordCollectif": allocation.agreement = try code(element)
            case "prioritaireDalo": allocation.daloPriority = try code(element)
            case "dejaLocataire": allocation.alreadyTenant = try code(element)
            default: try xml.skipUnread()
            }
        }
        strikeOff.allocation = allocation
    }
}
