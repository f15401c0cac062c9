import Register
import Schemas
import SwiftProtobuf

/// Walks down a message once, in whatever order its elements come, and notes what each says.
///
/// Names are those of the published messages. What no public source names is marked in docs/ministry-xml.md.
struct MessageReader {
    var xml: XMLReader
    var anomalies: [Anomaly] = []

    // Of the header.
    var version: String?
    var type: String?
    var fileDate = ""

    // Of the application.
    var applications = 0
    var number = ""
    var desk = ""
    var createdOn = ""
    var form = WireApplication()
    /// Somebody applies: without, there is no form, whatever else stands there.
    var hasApplicant = false
    /// What reason 23 asks to specify. It stands beside the reasons, and the register keeps it with the applicant.
    var otherReason = ""
    var strikeOff = WireStrikeOff()
    /// The strike-off's code stands there, and is empty: the strike-off is undone.
    var isUndone = false
    var deletionProof = ""
    var places = FormPlaces()

    init(_ xml: XMLReader) { self.xml = xml }

    mutating func readInterface() throws(XMLFault) {
        let root = try xml.root()
        guard root.name == "interfaceNuu" else { throw xml.fault(.otherRoot, at: 0) }
        version = root["versionInterface"]
        while let element = try xml.nextChild() {
            switch element.name {
            case "entete": try readHeader()
            case "demande": try readRequest()
            default: try xml.skipUnread()
            }
        }
        try xml.finish()
    }

    private mutating func readHeader() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "typeFichier": type = try value()
            case "dateFichier": fileDate = try value()
            default: try xml.skipUnread()
            }
        }
    }

    private mutating func readRequest() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "demandeLogement":
                applications += 1
                if applications == 1 { try readApplication() } else { try xml.skip() }
            default: try xml.skipUnread()
            }
        }
    }

    private mutating func readApplication() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch element.name {
            case "numUnique": number = try value()
            case "numGuichet": desk = try value()
            case "dateCreationDemande": createdOn = try date()
            case "personnePhysique": try readHousehold()
            case "personneMorale": try readLegalPerson()
            case "logementRecherche": try readWanted()
            case "listeMotifDemande": form.reasons = try codes()
            case "precisionMotif": otherReason = try value()
            case "statutDalo": form.dalo = try code(element)
            case "complementHandicap": try readDisability()
            case "radiation": try readStrikeOff()
            case "suppression": try readDeletion()
            default: try xml.skipUnread()
            }
        }
    }
}

// MARK: - Values

extension MessageReader {
    /// The text of an element that stands at most once.
    mutating func value() throws(XMLFault) -> String {
        noteRepetition()
        return try xml.text()
    }

    /// The code of an element: an attribute.
    mutating func code(_ element: XMLElement) throws(XMLFault) -> String {
        noteRepetition()
        try xml.skip()
        return element["code"] ?? ""
    }

    /// The codes of a list's items, whatever the items are called.
    mutating func codes() throws(XMLFault) -> [String] {
        noteRepetition()
        var codes: [String] = []
        while let item = try xml.nextChild() {
            if let code = item["code"] {
                codes.append(code)
                try xml.skip()
            } else {
                try xml.skipUnread()
            }
        }
        return codes
    }

    /// The civil date of an `xs:date`, which may name a time zone, or of an `xs:dateTime`.
    mutating func date() throws(XMLFault) -> String { FileDate.civil(try value()) }

    mutating func boolean() throws(XMLFault) -> Bool {
        let path = xml.path
        switch try value().trimmed.lowercased() {
        case "true", "1": return true
        case "false", "0", "": return false
        default:
            anomalies.append(Anomaly(code: .unknownCode, path: path))
            return false
        }
    }

    mutating func whole() throws(XMLFault) -> Int32 {
        let path = xml.path
        let text = try value().trimmed
        if text.isEmpty { return 0 }
        if let number = Int32(text) { return number }
        // Some write a whole number with decimals; what is less than one is left out.
        if let cents = Amount.cents(text), let number = Int32(exactly: cents / 100) { return number }
        anomalies.append(Anomaly(code: .badNumber, path: path))
        return 0
    }

    /// An amount in euros, with a point or a comma.
    mutating func cents() throws(XMLFault) -> Int64 { try centsIfAny() ?? 0 }

    /// Nil where there is none.
    mutating func centsIfAny() throws(XMLFault) -> Int64? {
        let path = xml.path
        let text = try value()
        if text.trimmed.isEmpty { return nil }
        if let cents = Amount.cents(text) { return cents }
        anomalies.append(Anomaly(code: .badNumber, path: path))
        return nil
    }

    mutating func noteRepetition() {
        if xml.index > 1 { anomalies.append(Anomaly(code: .duplicateItem, path: xml.path)) }
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = utf8.first, let last = utf8.last, isSpace(first) || isSpace(last) else { return self }
        let start = utf8.firstIndex { !isSpace($0) } ?? endIndex
        let end = utf8.lastIndex { !isSpace($0) }.map { utf8.index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
