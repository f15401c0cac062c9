import Register
import WorkerKit

/// The applications, and three indexes that follow from them and are never written: the application of a number, the one
/// that holds a person, and those that have the person too and yielded it.
///
/// A live application holds its persons, each unless another one held that person when its row was set: then it yields the
/// person, and the row says so. So the rows alone tell who holds whom, in whatever order they are restored.
struct HolderTable: Sendable {
    private var rows = Table<SubmissionID, HolderRow>(tag: HolderRow.tag)
    private var numbers = RowStore<UniqueNumber, SubmissionID>()
    private var claims = RowStore<PersonKey, SubmissionID>()
    /// Few persons are in two applications.
    private var yielders: [PersonKey: Set<SubmissionID>] = [:]
    /// Not after rows were restored or rolled back.
    private var isIndexed = true

    subscript(id: SubmissionID) -> HolderRow? {
        get { rows[id] }
        set {
            var row = newValue
            let old = rows[id]
            if let old, let new = row, old.holdsAs(new) {
                row?.yielded = []
            } else {
                if let old { release(old, id) }
                if let new = row { row?.yielded = take(new, id) }
            }
            noteYielded(from: old?.yielded ?? [], to: row?.yielded ?? [], by: id)
            if old?.number != row?.number {
                if let number = old?.number { numbers.set(nil, for: number) }
                if let number = row?.number { numbers.set(id, for: number) }
            }
            rows[id] = row
        }
    }

    func id(of number: UniqueNumber) -> SubmissionID? { numbers[number] }

    func holder(of person: PersonKey) -> SubmissionID? { claims[person] }

    /// The applications that have this person and yielded it, the one that was filed first before the others.
    func yielders(of person: PersonKey) -> [SubmissionID] {
        guard let found = yielders[person] else { return [] }
        return found.map { (filed: rows[$0]?.filed ?? .none, id: $0) }
            .sorted { ($0.filed, $0.id) < ($1.filed, $1.id) }
            .map(\.id)
    }

    private mutating func noteYielded(from old: [PersonKey], to new: [PersonKey], by id: SubmissionID) {
        if old.isEmpty, new.isEmpty { return }
        for person in old where !new.contains(person) {
            yielders[person]?.remove(id)
            if yielders[person]?.isEmpty == true { yielders[person] = nil }
        }
        for person in new { yielders[person, default: []].insert(id) }
    }

    /// It holds those of its persons that nobody holds any more.
    mutating func claimFreed(for id: SubmissionID) {
        let row = self[id]
        self[id] = row
    }

    /// Makes the indexes, if there are none.
    mutating func prepare() {
        guard !isIndexed else { return }
        numbers = RowStore()
        claims = RowStore()
        yielders = [:]
        rows.forEach { id, row in
            for person in row.yielded { yielders[person, default: []].insert(id) }
            if let number = row.number { numbers.set(id, for: number) }
            for person in row.held { claims.set(id, for: person) }
        }
        isIndexed = true
    }

    mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: isIndexed = false
        case .drain, .keep: break
        case .reserve(let capacity):
            numbers.reserve(capacity)
            claims.reserve(capacity)
        case .snapshot: break
        }
    }

    private mutating func release(_ row: HolderRow, _ id: SubmissionID) {
        for person in row.held where claims[person] == id { claims.set(nil, for: person) }
    }

    /// Gives those that another one holds.
    private mutating func take(_ row: HolderRow, _ id: SubmissionID) -> [PersonKey] {
        guard row.stage != .ended else { return [] }
        return row.persons.filter { person in
            if let other = claims[person] { return other != id }
            claims.set(id, for: person)
            return false
        }
    }
}

extension HolderRow {
    fileprivate var held: [PersonKey] {
        stage == .ended ? [] : yielded.isEmpty ? persons : persons.filter { !yielded.contains($0) }
    }

    /// Holds all of its persons, and the other one will hold the same.
    fileprivate func holdsAs(_ other: HolderRow) -> Bool {
        yielded.isEmpty && (stage == .ended) == (other.stage == .ended) && persons == other.persons
    }
}
