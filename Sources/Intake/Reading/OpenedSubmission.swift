import Ministry
import Register
import Schemas

/// A submission as it was read, before anything in it is judged.
struct OpenedSubmission {
    let submission: WireSubmission
    let format: WireFormat
    /// What was wrong with the message itself.
    let anomalies: [Anomaly]
    /// What was not read, and is no error.
    let unread: [String]
    /// Where its fields stood, when it was not written in the shape of the schema.
    let places: FormPlaces?

    init(_ submission: WireSubmission, _ format: WireFormat, anomalies: [Anomaly] = []) {
        self.submission = submission
        self.format = format
        self.anomalies = anomalies
        unread = []
        places = nil
    }

    init(_ message: MinistryMessage) {
        submission = message.submission
        format = .xml
        anomalies = message.anomalies
        unread = message.unread
        places = message.places
    }

    /// Where a field stood, in the words of whoever sent it.
    func path(of field: String) -> String { places?.path(of: field) ?? field }

    /// All that is wrong, in the words of whoever sent it.
    func anomalies(with found: [Anomaly]) -> [Anomaly] {
        guard let places else {
            // What could not be read at a place is not missing there.
            let named = Set(anomalies.map(\.path))
            return anomalies + (anomalies.isEmpty ? found : found.filter { !named.contains($0.path) })
        }
        var all = anomalies + found
        // It asks for what is not received here, or for what nobody knows: that is said already.
        if anomalies.contains(where: { $0.path.hasSuffix("/typeFichier") }) {
            all.removeAll { $0.code == .noKind }
        }
        // A message has no territory of its own: where that is missing, what it follows from is, and is named.
        if all.count > 1 { all.removeAll { $0.path == "territory" && $0.code == .missingField } }
        return all.map { Anomaly(code: $0.code, path: places.path(of: $0.path)) }
    }
}
