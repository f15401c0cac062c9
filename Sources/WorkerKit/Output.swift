import Register
import Schemas

/// What follows from one record. The runner writes all of it, with the state's changes and the position, in one commit.
package struct Output: Sendable, Equatable {
    /// Appended to the same partition of the register.
    package var facts: [RegisterRecord] = []
    package var receipts: [Receipt] = []
    package var notices: [WireNotice] = []
    package var reviews: [WireReview] = []
    package var cells: [WireStatisticsCell] = []
    package var dispatches: [WireDispatch] = []
    /// The keys that are dropped: nothing opens any more what is sealed under them.
    package var erasures: [KeyID] = []

    package init() {}

    package var isEmpty: Bool {
        facts.isEmpty && receipts.isEmpty && notices.isEmpty && reviews.isEmpty && cells.isEmpty && dispatches.isEmpty
            && erasures.isEmpty
    }

    /// The form of this record's submission is of no use to anybody.
    package mutating func eraseForm(of record: RegisterRecord) {
        if let key = record.key { erasures.append(key) }
    }

    package mutating func removeAll() {
        facts.removeAll(keepingCapacity: true)
        receipts.removeAll(keepingCapacity: true)
        notices.removeAll(keepingCapacity: true)
        reviews.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        dispatches.removeAll(keepingCapacity: true)
        erasures.removeAll(keepingCapacity: true)
    }
}

/// The answer to a submission, and the format its sender reads.
package struct Receipt: Sendable, Equatable {
    package var message: WireReceipt
    package var format: WireFormat

    package init(message: WireReceipt, format: WireFormat) {
        self.message = message
        self.format = format
    }
}
