import Register

/// What is known of a partition once it is assigned and its changelog is read to the end.
package struct TaskEvidence: Sendable, Equatable {
    /// The register that this process serves; nil where no register is (tests of the lane alone).
    package var register: RegisterID?
    /// Where the group stands by its committed offset; nil where there is none: Kafka drops it seven days after the last member
    /// has left (`offsets.retention.minutes`).
    package var committed: Int64?
    /// The position row of the changelog.
    package var restored: TaskPosition?
    /// The changelog has rows of the worker's tables.
    package var hasRows = false
    /// The first offset of the input that can still be read, and the one after the last.
    package var inputStart: Int64
    package var inputEnd: Int64
    /// The record that stands now at the offset of `restored.last`; nil where none does.
    package var found: RecordMark?
    /// The log holds decisions of this worker about this partition. Only asked where there is neither state nor offset.
    package var hasDecided = false
    /// Old input may be deleted: it is in `nu.submissions`, and never in the register.
    package var isInputDeletable = false

    package init(committed: Int64?, inputStart: Int64, inputEnd: Int64) {
        self.committed = committed
        self.inputStart = inputStart
        self.inputEnd = inputEnd
    }
}

/// Where a task begins, or why it does not.
///
/// A missing offset or a missing row is never taken for zero: the worker would process everything a second time, or give its
/// first number again.
package enum TaskStart: Sendable, Equatable {
    /// `isOffsetStale`: the committed offset is missing or older than the state; the next commit sets it.
    case process(from: Int64, epoch: UInt64, last: RecordMark?, isOffsetStale: Bool)
    case stop(StartRefusal)

    package init(_ evidence: TaskEvidence) {
        guard let restored = evidence.restored else {
            self = TaskStart.withoutPosition(evidence)
            return
        }
        if let register = evidence.register, register != restored.register {
            self = .stop(.otherRegister(restored.register))
            return
        }
        let next = restored.next
        if let committed = evidence.committed, committed > next {
            self = .stop(.stateBehind(state: next, committed: committed))
        } else if evidence.inputEnd < next {
            self = .stop(.inputLostTail(end: evidence.inputEnd, next: next))
        } else if evidence.inputStart > next {
            self = .stop(.inputLostUnread(start: evidence.inputStart, next: next))
        } else if let last = restored.last, last != evidence.found, !TaskStart.isDeleted(last, evidence) {
            self = .stop(.inputReplaced(offset: last.offset))
        } else {
            self = .process(
                from: next,
                epoch: restored.epoch &+ 1,
                last: restored.last,
                isOffsetStale: evidence.committed != next
            )
        }
    }

    private static func withoutPosition(_ evidence: TaskEvidence) -> TaskStart {
        if evidence.hasRows { return .stop(.stateUnfinished) }
        let committed = evidence.committed ?? 0
        if committed > 0 || evidence.hasDecided { return .stop(.stateMissing(committed: evidence.committed)) }
        return .process(from: evidence.inputStart, epoch: 1, last: nil, isOffsetStale: false)
    }

    private static func isDeleted(_ last: RecordMark, _ evidence: TaskEvidence) -> Bool {
        evidence.isInputDeletable && evidence.inputStart > last.offset
    }
}

/// Why a partition is not served. Each names the cause and what an operator does.
package enum StartRefusal: Sendable, Equatable {
    case otherRegister(RegisterID)
    case stateMissing(committed: Int64?)
    /// Rows without a position: a rebuild that was stopped.
    case stateUnfinished
    case stateBehind(state: Int64, committed: Int64)
    case inputLostTail(end: Int64, next: Int64)
    case inputLostUnread(start: Int64, next: Int64)
    case inputReplaced(offset: Int64)

    /// `worker`: as operators type it.
    package func error(worker: String, input: TopicPartition, changelog: String) -> LogError {
        LogError(.stateMismatch, .restart, reason(worker, input, TopicPartition(changelog, input.partition)))
    }

    private func reason(_ worker: String, _ input: TopicPartition, _ changelog: TopicPartition) -> String {
        let rebuild = "`numero-unique state rebuild \(worker)` makes it anew from the register"
        switch self {
        case .otherRegister(let other):
            return "\(changelog) holds state of register \(other), not of this one: these topics do not belong together"
        case .stateMissing(let committed):
            let stands = committed.map { "the group stands at \($0)" } ?? "the log holds decisions of \(worker)"
            return "\(changelog) is empty, though \(stands) in \(input): the state is lost. \(rebuild)"
        case .stateUnfinished:
            return "\(changelog) holds rows without a position: a rebuild was stopped, or rows are lost. \(rebuild)"
        case .stateBehind(let state, let committed):
            return
                "\(changelog) goes up to \(state) in \(input), and the group stands at \(committed): rows are lost. \(rebuild)"
        case .inputLostTail(let end, let next):
            return
                "\(input) ends at \(end), and \(worker) has processed it up to \(next): its last records are lost. "
                + "Bring \(input.topic) back from a replica or a backup; nothing was processed"
        case .inputLostUnread(let start, let next):
            return
                "\(input) begins at \(start), and \(worker) has processed it up to \(next): what stood between was deleted "
                + "unread. `numero-unique state rebuild \(worker)` goes on after it, and says what is missing"
        case .inputReplaced(let offset):
            return
                "another record stands at \(input)@\(offset) than the one that \(worker) processed there: the topic was made "
                + "anew, or replaced. Bring \(input.topic) back from a replica or a backup; nothing was processed"
        }
    }
}
