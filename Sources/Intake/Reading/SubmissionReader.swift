import Ministry
import Register
import Schemas
import SwiftProtobuf

/// Opens a record of `nu.submissions`: which format it is in, and what it says.
struct SubmissionReader {
    let settings: IntakeSettings

    enum Reading {
        case read(OpenedSubmission)
        case unreadable(reason: String)
    }

    func read(_ input: IncomingSubmission) -> Reading {
        guard input.value.count <= settings.messageBytesMax else {
            return .unreadable(.tooLarge, "the message has more than \(settings.messageBytesMax) bytes")
        }
        switch SubmissionReader.contentType(input.contentType) {
        case .protobuf: return readProtobuf(input.value)
        case .json: return readJSON(input.value)
        case .xml: return readXML(input.value)
        case .octets, nil:
            return .unreadable(
                .unreadableContent,
                "the content type is not application/protobuf, application/json, application/xml or text/xml",
            )
        }
    }

    /// Protobuf when nothing is said. Case and parameters (`;charset=utf-8`) make no difference: XML says by itself how it is
    /// encoded.
    static func contentType(_ header: String?) -> ContentType? {
        guard let header else { return .protobuf }
        if let exact = ContentType(rawValue: header) { return exact }
        let essence = header.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        // RFC 7303, 9.2: the same as application/xml.
        if essence == "text/xml" { return .xml }
        return essence.isEmpty ? .protobuf : ContentType(rawValue: essence)
    }

    private func readProtobuf(_ bytes: Bytes) -> Reading {
        // Nothing that this version cannot check may get into the register.
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        guard let submission = try? WireSubmission(serializedBytes: bytes, options: options) else {
            return .unreadable(.unreadableContent, "the value is not a nu.v1.Submission in protobuf")
        }
        return .read(OpenedSubmission(submission, .protobuf))
    }

    private func readJSON(_ bytes: Bytes) -> Reading {
        // RFC 8259, 8.1: a byte order mark may be passed over.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        var anomalies: [Anomaly]
        do throws(JSONNames.Fault) {
            let repeated = try JSONNames.repeated(in: bytes)
            // Of two ids, or of two desks, nobody knows whom to answer.
            if let name = repeated.lazy.compactMap(SubmissionReader.senderName).first {
                return .unreadable(.repeatedName, "the name \(name) stands twice in the submission")
            }
            anomalies = repeated.map { Anomaly(code: .repeatedName, path: JSONNames.path(of: $0)) }
        } catch {
            return .unreadable(.unreadableContent, "the value is not a nu.v1.Submission in JSON")
        }
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = settings.unknownJSONName == .ignored
        if let submission = try? WireSubmission(jsonUTF8Bytes: bytes, options: options) {
            return .read(OpenedSubmission(submission, .json, anomalies: anomalies))
        }
        // Read again without what the schema does not have, to answer with all other errors as well.
        options.ignoreUnknownFields = true
        guard let submission = try? WireSubmission(jsonUTF8Bytes: bytes, options: options) else {
            return .unreadable(.unreadableContent, "the value is not a nu.v1.Submission in JSON")
        }
        anomalies += UnknownNames.anomalies(in: bytes)
        if anomalies.isEmpty { anomalies = [Anomaly(code: .wrongSchema, path: "")] }
        return .read(OpenedSubmission(submission, .json, anomalies: anomalies))
    }

    /// The name, when it is one of the two that say whom to answer.
    private static func senderName(_ path: [JSONNames.Step]) -> String? {
        let path = JSONNames.path(of: path)
        return path == "submission_id" || path == "desk" ? path : nil
    }

    private func readXML(_ bytes: Bytes) -> Reading {
        do throws(XMLFault) {
            return .read(OpenedSubmission(try MinistryMessage.read(bytes, limits: settings.xml)))
        } catch {
            return .unreadable(error.reason == .otherRoot ? .wrongSchema : .unreadableContent, "\(error)")
        }
    }
}

extension WireFormat {
    /// As it stands in what is signed.
    var contentType: ContentType {
        switch self {
        case .protobuf: .protobuf
        case .json: .json
        case .xml: .xml
        case .unspecified, .UNRECOGNIZED: .octets
        }
    }
}

extension SubmissionReader.Reading {
    static func unreadable(_ code: AnomalyCode, _ reason: String) -> Self {
        .unreadable(reason: "\(code.rawValue): \(reason)")
    }
}
