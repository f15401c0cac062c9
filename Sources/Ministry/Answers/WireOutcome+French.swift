import Schemas

extension WireOutcome {
    /// As an answer in XML says it.
    var issue: String { WireOutcome.issues.first { $0.outcome == self }?.issue ?? "" }

    init(issue: String) { self = WireOutcome.issues.first { $0.issue == issue }?.outcome ?? .unspecified }

    private static let issues: [(outcome: WireOutcome, issue: String)] = [
        (.registered, "ENREGISTREE"), (.linked, "RATTACHEE"), (.modified, "MODIFIEE"), (.renewed, "RENOUVELEE"),
        (.struckOff, "RADIEE"), (.reinstated, "RETABLIE"), (.deleted, "SUPPRIMEE"), (.imported, "REPRISE"),
        (.recorded, "NOTEE"), (.refused, "REFUSEE"),
    ]
}
