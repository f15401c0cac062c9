import Register
import Schemas
import SwiftProtobuf

extension WireReceipt {
    /// The answer to a message, as a message (RET): its number, or everything that is wrong with it.
    ///
    /// `madeAt`: `xs:dateTime`. The element `recepisse`, in the register's namespace, says what the interface has no element
    /// for; so nothing of a receipt is lost.
    package func xml(madeAt: String) -> [UInt8] {
        var xml = XMLWriter("RET", madeAt: madeAt)
        xml.element("nuu:numUnique", number)
        xml.element("nuu:numGuichet", desk)
        xml.element("nuu:dateCreationDemande", firstFiledOn)
        // A reader that finds the list takes the message for refused.
        if !anomalies.isEmpty {
            let places = FormPlaces()
            xml.start("nuu:listeAnomalie")
            for anomaly in anomalies {
                xml.start("nuu:anomalie", [("code", anomaly.code)])
                xml.element("nuu:libelle", anomaly.french)
                xml.element("nuu:chemin", places.path(of: anomaly.path))
                xml.end()
            }
            xml.end()
        }
        xml.start(
            "reg:recepisse",
            [
                ("envoi", submissionID), ("territoire", territory), ("operation", Operation(kind)?.rawValue ?? ""),
                ("issue", outcome.issue), ("recuLe", receivedOn), ("valableJusquAu", validUntil),
                ("dejaRepondu", repeated ? "true" : ""), ("ancienNumero", formerNumber),
                ("numeroConserve", keptNumber),
                ("renouvelableLe", anomalies.first { !$0.renewableFrom.isEmpty }?.renewableFrom ?? ""),
                ("partition", "\(sourcePartition)"), ("position", "\(sourceOffset)"),
            ]
        )
        for path in unread { xml.element("reg:nonLu", path) }
        return xml.finished()
    }

    /// Reads one back.
    package init(xml: Bytes) throws(XMLFault) {
        self.init()
        // As long as the register may make it.
        var limits = XMLLimits()
        limits.elementsMax = 100_000
        var reader = AnswerReader(try XMLReader(xml, limits: limits))
        try reader.read()
        self = reader.receipt
    }
}

private struct AnswerReader {
    private var xml: XMLReader
    private(set) var receipt = WireReceipt()

    init(_ xml: XMLReader) { self.xml = xml }

    mutating func read() throws(XMLFault) {
        guard try xml.root().name == "interfaceNuu" else { throw xml.fault(.otherRoot, at: 0) }
        while let element = try xml.nextChild() {
            guard element.name == "demande" else {
                try xml.skip()
                continue
            }
            while let part = try xml.nextChild() {
                if part.name == "demandeLogement" { try readApplication() } else { try xml.skip() }
            }
        }
        try xml.finish()
    }

    private mutating func readApplication() throws(XMLFault) {
        while let element = try xml.nextChild() {
            switch (element.namespace, element.local) {
            case (.ministry, "numUnique"): receipt.number = try xml.text()
            case (.ministry, "numGuichet"): receipt.desk = try xml.text()
            case (.ministry, "dateCreationDemande"): receipt.firstFiledOn = try xml.text()
            case (.ministry, "listeAnomalie"):
                while let item = try xml.nextChild() { try readAnomaly(item) }
            case (.register, "recepisse"): try readReceipt(element)
            default: try xml.skip()
            }
        }
    }

    private mutating func readAnomaly(_ element: XMLElement) throws(XMLFault) {
        var anomaly = WireAnomaly()
        anomaly.code = element["code"] ?? ""
        anomaly.english = AnomalyCode(rawValue: anomaly.code)?.english ?? ""
        while let part = try xml.nextChild() {
            switch part.name {
            case "libelle": anomaly.french = try xml.text()
            case "chemin": anomaly.path = try xml.text()
            default: try xml.skip()
            }
        }
        receipt.anomalies.append(anomaly)
    }

    /// The day of the one refusal that has one.
    private mutating func note(renewableFrom day: CivilDate) {
        let code = AnomalyCode.renewalTooEarly
        for index in receipt.anomalies.indices where receipt.anomalies[index].code == code.rawValue {
            let path = receipt.anomalies[index].path
            receipt.anomalies[index].english = Anomaly(code: code, path: path, renewableFrom: day).english
            receipt.anomalies[index].renewableFrom = day.iso
        }
    }

    private mutating func readReceipt(_ element: XMLElement) throws(XMLFault) {
        receipt.submissionID = element["envoi"] ?? ""
        receipt.territory = element["territoire"] ?? ""
        receipt.kind = element["operation"].flatMap(Operation.init(rawValue:))?.kind ?? .unspecified
        receipt.outcome = WireOutcome(issue: element["issue"] ?? "")
        receipt.receivedOn = element["recuLe"] ?? ""
        receipt.validUntil = element["valableJusquAu"] ?? ""
        receipt.repeated = element["dejaRepondu"] == "true"
        receipt.formerNumber = element["ancienNumero"] ?? ""
        receipt.keptNumber = element["numeroConserve"] ?? ""
        if let day = element["renouvelableLe"].flatMap(CivilDate.init(iso:)) { note(renewableFrom: day) }
        receipt.sourcePartition = element["partition"].flatMap { UInt32($0) } ?? 0
        receipt.sourceOffset = element["position"].flatMap { UInt64($0) } ?? 0
        while let part = try xml.nextChild() {
            if part.namespace == .register, part.local == "nonLu" {
                receipt.unread.append(try xml.text())
            } else {
                try xml.skip()
            }
        }
    }
}
