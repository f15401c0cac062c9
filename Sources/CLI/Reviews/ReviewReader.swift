import ArgumentParser
import Register
import Schemas
import Stream
import SwiftProtobuf

/// Reads `nu.reviews`.
struct ReviewReader {
    let log: any StreamLog

    /// Each as it was said last.
    func reviews() throws -> [String: WireReview] {
        var found: [String: WireReview] = [:]
        try log.readAll(.reviews, saying: "Dossiers / reviews") { record in
            guard let value = record.value, let review = try? WireReview(serializedBytes: value) else { return }
            found[review.reviewID] = review
        }
        return found
    }

    /// By its id, or the beginning of it.
    func review(_ id: String) throws -> WireReview {
        let found = try reviews().filter { $0.key.hasPrefix(id.lowercased()) }.values
        guard let review = found.first else { throw ValidationError("no review begins with \(id)") }
        guard found.count == 1 else { throw ValidationError("\(found.count) reviews begin with \(id)") }
        return review
    }

    /// Hundredths of a bit, as bits.
    static func bits(_ hundredths: Int32) -> String {
        let rest = abs(hundredths) % 100
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100),\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Those that share a key need no score to be asked about; it says how alike they are otherwise.
    static func score(_ review: WireReview) -> String {
        guard review.grounds == ["SAME_PERSON"] else { return bits(review.score) }
        return review.weights.isEmpty ? "clé / key" : "clé / key, \(bits(review.score))"
    }

    static func verdict(_ verdict: WireVerdict) -> String {
        switch verdict {
        case .same: "même personne / same"
        case .different: "personnes différentes / different"
        case .later, .unspecified, .UNRECOGNIZED: ""
        case .undo: "annulée / undone"
        }
    }
}
