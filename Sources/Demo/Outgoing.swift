import Register
import Schemas

/// A submission ready to be published, and what must come back.
package struct Outgoing: Sendable {
    /// The key of the record.
    package var territory: Territory
    package var value: [UInt8]
    /// As the `content-type` header says it.
    package var contentType: String
    /// Milliseconds since 1970-01-01 UTC.
    package var timestamp: Int64
    package var answer: Answer

    package enum Answer: Hashable, Sendable {
        case receipt(SubmissionID, ExpectedReceipt)
        /// The record in `nu.rejects` has these very bytes.
        case reject(Fingerprint)
    }
}

/// What a receipt must say.
package struct ExpectedReceipt: Hashable, Sendable {
    package var outcome: WireOutcome
    package var isRepeated: Bool
    /// Nil where the register gives a number of its own choice, or none.
    package var number: UniqueNumber?
    /// With a refusal: what may be the matter. The receipt names one of them at least.
    package var anomalies: [AnomalyCode]
}
