import Register
import WorkerKit

/// The reviews, and which of them name an application.
struct ReviewTable: Sendable {
    private var rows: Table<PersonKey, ReviewRow>
    /// Nil at first, and after rows were restored or rolled back: it is made when it is needed.
    private var byApplication: [SubmissionID: [PersonKey]]?

    init(tag: UInt8) { rows = Table(tag: tag) }

    subscript(key: PersonKey) -> ReviewRow? {
        get { rows[key] }
        set {
            let isNew = rows[key] == nil
            rows[key] = newValue
            guard isNew, let newValue else { return }
            byApplication?[newValue.first, default: []].append(key)
            byApplication?[newValue.second, default: []].append(key)
        }
    }

    /// In the order of their keys.
    mutating func naming(_ id: SubmissionID) -> [ReviewRow] {
        if byApplication == nil { byApplication = applicationsOfRows() }
        return (byApplication?[id] ?? []).sorted().compactMap { rows[$0] }
    }

    private func applicationsOfRows() -> [SubmissionID: [PersonKey]] {
        var applications: [SubmissionID: [PersonKey]] = [:]
        rows.forEach { key, row in
            applications[row.first, default: []].append(key)
            applications[row.second, default: []].append(key)
        }
        return applications
    }

    mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: byApplication = nil
        case .drain, .keep, .snapshot, .reserve: break
        }
    }
}
