import Matching
import Register
import WorkerKit

/// The sketches of applications, and the index that follows from them.
struct SketchTable: Sendable {
    private var rows: Table<SubmissionID, SketchRow>
    /// Nil at first, and after rows were restored or rolled back: it is made when it is needed.
    private var index: SketchIndex?

    init(tag: UInt8) { rows = Table(tag: tag) }

    subscript(id: SubmissionID) -> SketchRow? {
        get { rows[id] }
        set {
            if index != nil {
                if let row = rows[id] { index?.remove(row, id) }
                if let newValue { index?.insert(newValue, id) }
            }
            rows[id] = newValue
        }
    }

    mutating func doubles(of row: SketchRow, except id: SubmissionID, _ judge: Judge) -> SketchIndex.Search {
        prepare()
        return index?.doubles(of: row, except: id, judge) ?? SketchIndex.Search()
    }

    mutating func compared(_ row: SketchRow, _ other: SketchRow, _ judge: Judge) -> SketchIndex.Pair? {
        prepare()
        return index?.compared(row, other, judge)
    }

    /// Makes the index, if there is none.
    mutating func prepare() {
        if index == nil { index = indexOfRows() }
    }

    private func indexOfRows() -> SketchIndex {
        var index = SketchIndex()
        rows.forEach { id, row in index.insert(row, id) }
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
