/// One thing wrong with a submission, as its refusing receipt says it.
///
/// Names the field, never what was in it: a receipt, a log or a statistic of anomalies holds nothing nominative.
package struct Anomaly: Hashable, Sendable {
    package let code: AnomalyCode
    /// The field, from the submission down: `creation.application.applicant.identity.birth_date`. Empty for the whole of it.
    package let path: String
    /// With `renewalTooEarly`: the first day on which it would not be.
    package let renewableFrom: CivilDate?

    package init(code: AnomalyCode, path: String, renewableFrom: CivilDate? = nil) {
        self.code = code
        self.path = path
        self.renewableFrom = renewableFrom
    }

    /// What a clerk reads.
    package var french: String {
        guard let renewableFrom else { return code.french }
        return "Le renouvellement est trop tôt : la demande est renouvelable à partir du \(renewableFrom.french). "
            + "Renvoyez-le à partir de ce jour."
    }

    package var english: String {
        guard let renewableFrom else { return code.english }
        return
            "The renewal is too early: the application can be renewed from \(renewableFrom.iso). Send it again from then on."
    }
}

extension [Anomaly] {
    /// What one receipt names at most. Nobody corrects more at a time, and a receipt stays small whatever was sent.
    package static var namedMax: Int { 100 }

    /// As a receipt names them: where there are too many, the last one says that there are more.
    package var capped: [Anomaly] {
        if count <= Self.namedMax { return self }
        return prefix(Self.namedMax - 1) + [Anomaly(code: .moreAnomalies, path: "")]
    }
}

extension Anomaly: CustomStringConvertible {
    package var description: String { path.isEmpty ? code.rawValue : "\(code.rawValue) \(path)" }
}
