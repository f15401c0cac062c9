import Register
import Schemas
import SwiftProtobuf

extension WireDispatch {
    /// As a message (DIS): which file, and what became of it. It names nobody.
    ///
    /// `madeAt`: `xs:dateTime`.
    package func xml(madeAt: String) -> [UInt8] {
        var xml = XMLWriter("DIS", madeAt: madeAt)
        xml.element("nuu:numUnique", number)
        xml.element("nuu:numGuichet", desk)
        switch kind {
        case .struckOff:
            xml.start("nuu:radiation")
            xml.empty("nuu:motifRadiation", [("code", reason)])
            xml.end()
        case .linked, .modified, .renewed, .reinstated, .deleted, .merged, .unmerged, .unspecified, .UNRECOGNIZED: break
        }
        xml.empty(
            "reg:diffusion",
            [
                ("operation", operation), ("le", happenedOn), ("par", actingDesk), ("valableJusquAu", validUntil),
                ("motifAnnule", kind == .reinstated ? reason : ""), ("autreNumero", otherNumber),
            ]
        )
        return xml.finished()
    }

    private var operation: String {
        switch kind {
        // Of no type of file: nobody asks for them in one.
        case .merged: "FUS"
        case .unmerged: "DEFUS"
        case .linked, .modified, .renewed, .struckOff, .reinstated, .deleted, .unspecified, .UNRECOGNIZED:
            Operation(kind)?.rawValue ?? ""
        }
    }
}
