import Matching
import Register
import WorkerKit

/// The sketches of applications, and the index that follows from them.
struct SketchTable: Sendable {
    private var rows: Table<SubmissionID, SketchRow>
    private var index = SketchIndex()
    /// Not at first, nor after rows were restored or rolled back: the index is made when it is needed. Not an optional: what
    /// is in one is moved out and back at each call that changes it.
    private var isIndexed = false

    init(tag: UInt8) { rows = Table(tag: tag) }

    subscript(id: SubmissionID) -> SketchRow? {
        get { rows[id] }
        set {
            if isIndexed {
                if let row = rows[id] { index.remove(row, id) }
                if let newValue { index.insert(newValue, id) }
            }
            rows[id] = newValue
        }
    }

    mutating func doubles(of row: SketchRow, except id: SubmissionID, _ judge: Judge) -> SketchIndex.Search {
        prepare()
        return index.doubles(of: row, except: id, judge)
    }

    mutating func compared(_ row: SketchRow, _ other: SketchRow, _ judge: Judge) -> SketchIndex.Pair? {
        prepare()
        return index.compared(row, other, judge)
    }

    /// Makes the index, if there is none.
    mutating func prepare() {
        guard !isIndexed else { return }
        var index = SketchIndex()
        rows.forEach { id, row in index.insert(row, id) }
        self.index = index
        isIndexed = true
    }

    mutating func apply(_ pass: inout TablePass) {
        rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack:
            index = SketchIndex()
            isIndexed = false
        case .drain, .keep, .snapshot, .reserve: break
        }
    }
}
