import Register
import WorkerKit

/// What waits to be decided or read back, found by the submission and by the application that it waits for.
///
/// The indexes follow from the rows. They are made when they are first needed, and anew after rows were restored or rolled
/// back. Without them each number that is given would have all that waits looked at.
struct CandidateTable: Sendable {
    private var rows: Table<SourcePosition, Candidate>
    private var index: Index?
    /// How many rows the indexes led to since the process began.
    private(set) var rowsLookedAt = 0

    private struct Index: Sendable {
        /// Of each submission id, the first one while it waits or is linked and not read back.
        var open = Places()
        /// Of each submission id, those that came again meanwhile.
        var resends = Places()
        /// Of each application, those that wait for its fate.
        var waiting = Places()

        mutating func insert(_ source: SourcePosition, _ row: Candidate) {
            change(row) { places, id in places[id, default: []].insert(source) }
        }

        mutating func remove(_ source: SourcePosition, _ row: Candidate) {
            change(row) { places, id in
                places[id]?.remove(source)
                if places[id]?.isEmpty == true { places[id] = nil }
            }
        }

        private mutating func change(_ row: Candidate, _ body: (inout Places, SubmissionID) -> Void) {
            switch row.stage {
            case .waiting:
                if let id = row.record.submission { body(&open, id) }
                if let holder = row.holder { body(&waiting, holder) }
            case .linked: if let id = row.record.submission { body(&open, id) }
            case .resend: if let id = row.record.submission { body(&resends, id) }
            case .new, .form: break
            }
        }
    }

    private typealias Places = [SubmissionID: Set<SourcePosition>]

    init(tag: UInt8) { rows = Table(tag: tag) }

    subscript(source: SourcePosition) -> Candidate? {
        get { rows[source] }
        set {
            if index != nil {
                if let old = rows[source] { index?.remove(source, old) }
                if let newValue { index?.insert(source, newValue) }
            }
            rows[source] = newValue
        }
    }

    /// True while the first one of this submission id waits or is linked and not read back.
    mutating func isOpen(_ id: SubmissionID) -> Bool { prepared().open[id] != nil }

    /// Those of this submission id that came again, in the order of `nu.submissions`.
    mutating func resends(of id: SubmissionID) -> [Candidate] { found(prepared().resends[id]) }

    /// Those that wait for this application, in the order in which they were asked.
    mutating func waiting(for holder: SubmissionID) -> [Candidate] {
        found(prepared().waiting[holder]).sorted { $0.offset < $1.offset }
    }

    private mutating func found(_ sources: Set<SourcePosition>?) -> [Candidate] {
        guard let sources else { return [] }
        rowsLookedAt += sources.count
        return sources.sorted().compactMap { rows[$0] }
    }

    private mutating func prepared() -> Index {
        if let index { return index }
        var index = Index()
        rows.forEach { source, row in index.insert(source, row) }
        self.index = index
        return index
    }

    mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: index = nil
        case .drain, .keep, .snapshot, .reserve: break
        }
    }
}
