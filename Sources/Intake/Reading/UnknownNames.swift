import Register
import Schemas
import SwiftProtobuf

/// Finds what a JSON submission holds that the schema does not have: names, and values of enumerations.
///
/// The decoder stops at the first and says no more than its last name. So each place is asked for by itself, as the shortest
/// text that has it; a place is asked for once, wherever it comes again in a list.
struct UnknownNames {
    private(set) var anomalies: [Anomaly] = []
    private var asked: [String: Bool] = [:]

    static let anomaliesMax = 20
    /// The schema has some hundreds of places.
    private static let askedMax = 2_000

    /// Of a text that is known to be JSON.
    static func anomalies(in bytes: Bytes) -> [Anomaly] {
        var found = UnknownNames()
        _ = try? JSONNames(bytes) { path, value in found.look(path, value) }
        return found.anomalies
    }

    /// Whether to look into what stands there.
    private mutating func look(_ path: [JSONNames.Step], _ value: JSONNames.Value) -> Bool {
        guard anomalies.count < UnknownNames.anomaliesMax, case .name? = path.last else { return true }
        if isUnknown(path, "null") {
            anomalies.append(Anomaly(code: .unknownName, path: JSONNames.path(of: path)))
            return false
        }
        if case .scalar(let text) = value, UnknownNames.looksLikeEnumeration(text) {
            if isUnknown(path, String(decoding: text, as: UTF8.self)) {
                anomalies.append(Anomaly(code: .unknownCode, path: JSONNames.path(of: path)))
            }
        }
        return true
    }

    private mutating func isUnknown(_ path: [JSONNames.Step], _ value: String) -> Bool {
        var (start, end) = ("", "")
        for step in path {
            switch step {
            case .item:
                start += "["
                end = "]" + end
            case .name(let name):
                guard JSONNames.looksLikeFieldName(name) else { return true }
                start += "{\"\(name)\":"
                end = "}" + end
            }
        }
        let text = start + value + end
        if let known = asked[text] { return known }
        guard asked.count < UnknownNames.askedMax else { return false }
        let isUnknown: Bool
        do {
            _ = try WireSubmission(jsonUTF8Bytes: Array(text.utf8))
            isUnknown = false
        } catch JSONDecodingError.unknownField, JSONDecodingError.unrecognizedEnumValue {
            isUnknown = true
        } catch {
            // Another kind of value is wanted there: the decoder says that of the whole text.
            isUnknown = false
        }
        asked[text] = isUnknown
        return isUnknown
    }

    private static func looksLikeEnumeration(_ text: Bytes) -> Bool {
        guard text.count > 2, text.count <= 66, text.first == UInt8(ascii: "\"") else { return false }
        return text.dropFirst().dropLast().allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
