import Register
import Schemas
import SwiftProtobuf

/// A message of the ministry's interface (`interfaceNuu`), read: what it asks for, as a submission like any other.
package struct MinistryMessage: Sendable, Equatable {
    /// Its id follows from the message: sending the same file again is the same submission.
    package var submission: WireSubmission
    /// What is wrong with the message as XML, each at its path. What is wrong with the form is for intake to say.
    package var anomalies: [Anomaly] = []
    /// The paths of what was not read.
    package var unread: [String] = []
    /// Where in the message each field of the submission stood.
    package var places: FormPlaces

    /// The versions of the interface that are read.
    package static let versions = ["02.00", "02.01"]

    /// Throws when it is no XML, not the ministry's, or larger than XML may be here; what can be answered is read.
    package static func read(_ bytes: Bytes, limits: XMLLimits = XMLLimits()) throws(XMLFault) -> MinistryMessage {
        var reader = MessageReader(try XMLReader(bytes, limits: limits))
        try reader.readInterface()
        return reader.message(of: bytes)
    }
}
