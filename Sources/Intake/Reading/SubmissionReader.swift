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
                "the content type is not application/protobuf, application/json or application/xml",
            )
        }
    }

    /// Protobuf when nothing is said. Case and parameters (`;charset=utf-8`) make no difference.
    static func contentType(_ header: String?) -> ContentType? {
        guard let header else { return .protobuf }
        if let exact = ContentType(rawValue: header) { return exact }
        let essence = header.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return essence.isEmpty ? .protobuf : ContentType(rawValue: essence.lowercased())
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
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = settings.unknownJSONName == .ignored
        do {
            return .read(OpenedSubmission(try WireSubmission(jsonUTF8Bytes: bytes, options: options), .json))
        } catch {
            // Read again without what the schema does not have, to answer with all other errors as well.
            options.ignoreUnknownFields = true
            guard let submission = try? WireSubmission(jsonUTF8Bytes: bytes, options: options) else {
                return .unreadable(.unreadableContent, "the value is not a nu.v1.Submission in JSON")
            }
            let path: String =
                if case JSONDecodingError.unknownField(let name)? = error as? JSONDecodingError,
                    SubmissionReader.looksLikeFieldName(name)
                { name } else { "" }
            // It holds something that the schema does not have, and was read without.
            return .read(OpenedSubmission(submission, .json, anomalies: [Anomaly(code: .wrongSchema, path: path)]))
        }
    }

    private func readXML(_ bytes: Bytes) -> Reading {
        do throws(XMLFault) {
            return .read(OpenedSubmission(try MinistryMessage.read(bytes, limits: settings.xml)))
        } catch {
            return .unreadable(error.reason == .otherRoot ? .wrongSchema : .unreadableContent, "\(error)")
        }
    }

    /// `birthDate` or `birth_date`. Whatever else was put in a name's place may be someone's, and is not repeated.
    static func looksLikeFieldName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 40 else { return false }
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}

extension SubmissionReader.Reading {
    static func unreadable(_ code: AnomalyCode, _ reason: String) -> Self {
        .unreadable(reason: "\(code.rawValue): \(reason)")
    }
}
