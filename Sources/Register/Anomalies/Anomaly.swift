/// One thing wrong with a submission, as its refusing receipt says it.
///
/// Names the field, never what was in it: a receipt, a log or a statistic of anomalies holds nothing nominative.
package struct Anomaly: Hashable, Sendable {
    package let code: AnomalyCode
    /// The field, from the submission down: `creation.application.applicant.identity.birth_date`. Empty for the whole of it.
    package let path: String

    package init(code: AnomalyCode, path: String) {
        self.code = code
        self.path = path
    }

    /// What a clerk reads.
    package var french: String { code.french }

    package var english: String { code.english }
}

extension Anomaly: CustomStringConvertible {
    package var description: String { path.isEmpty ? code.rawValue : "\(code.rawValue) \(path)" }
}
