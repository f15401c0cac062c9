import Register
import Testing

@testable import Stream

/// Where a task begins: by its state, the committed offset and the input together, or not at all.
@Suite struct TaskStartTests {
    private let register = RegisterID(high: 7, low: 7)
    private let last = RecordMark(offset: 9, fingerprint: Fingerprint(high: 1, low: 2))

    private func evidence(committed: Int64?, state: Int64?, end: Int64 = 20) -> TaskEvidence {
        var evidence = TaskEvidence(committed: committed, inputStart: 0, inputEnd: end)
        evidence.register = register
        evidence.restored = state.map { TaskPosition(register: register, next: $0, last: last, epoch: 4) }
        evidence.hasRows = state != nil
        evidence.found = last
        return evidence
    }

    @Test func stateAndOffsetAgree() {
        let start = TaskStart(evidence(committed: 10, state: 10))
        #expect(start == .process(from: 10, epoch: 5, last: last, isOffsetStale: false))
    }

    @Test(arguments: [nil, 3] as [Int64?])
    func theStateDecidesWhereTheOffsetIsMissingOrOlder(committed: Int64?) {
        let start = TaskStart(evidence(committed: committed, state: 10))
        #expect(start == .process(from: 10, epoch: 5, last: last, isOffsetStale: true))
    }

    @Test func nothingWasDecidedYet() {
        #expect(
            TaskStart(evidence(committed: nil, state: nil))
                == .process(from: 0, epoch: 1, last: nil, isOffsetStale: false)
        )
        var older = evidence(committed: nil, state: nil)
        older.inputStart = 6
        #expect(TaskStart(older) == .process(from: 6, epoch: 1, last: nil, isOffsetStale: false))
    }

    @Test func aLostStateIsNotAnEmptyOne() {
        #expect(TaskStart(evidence(committed: 10, state: nil)) == .stop(.stateMissing(committed: 10)))
        var decided = evidence(committed: nil, state: nil)
        decided.hasDecided = true
        #expect(TaskStart(decided) == .stop(.stateMissing(committed: nil)))
    }

    @Test func rowsWithoutAPositionAreNoState() {
        var evidence = evidence(committed: 10, state: nil)
        evidence.hasRows = true
        #expect(TaskStart(evidence) == .stop(.stateUnfinished))
    }

    @Test func aStateThatIsBehindTheOffsetHasLostRows() {
        #expect(TaskStart(evidence(committed: 12, state: 10)) == .stop(.stateBehind(state: 10, committed: 12)))
    }

    @Test func aStateOfAnotherRegisterIsRefused() {
        var evidence = evidence(committed: 10, state: 10)
        evidence.register = RegisterID(high: 1, low: 1)
        #expect(TaskStart(evidence) == .stop(.otherRegister(register)))
    }

    @Test func anInputThatLostItsTailIsRefused() {
        #expect(
            TaskStart(evidence(committed: 10, state: 10, end: 8)) == .stop(.inputLostTail(end: 8, next: 10))
        )
    }

    /// The topic was made anew, and has grown to the same length since.
    @Test(arguments: [nil, RecordMark(offset: 9, fingerprint: Fingerprint(high: 9, low: 9))] as [RecordMark?])
    func anInputThatHoldsAnotherRecordIsRefused(found: RecordMark?) {
        var evidence = evidence(committed: 10, state: 10)
        evidence.found = found
        #expect(TaskStart(evidence) == .stop(.inputReplaced(offset: 9)))
    }

    /// `nu.submissions` forgets after ninety days what was processed long ago; what was not, it must not.
    @Test func oldInputMayBeDeletedOnceItIsProcessed() {
        var evidence = evidence(committed: 10, state: 10)
        evidence.isInputDeletable = true
        evidence.found = nil
        evidence.inputStart = 10
        #expect(TaskStart(evidence) == .process(from: 10, epoch: 5, last: last, isOffsetStale: false))
        evidence.inputStart = 12
        #expect(TaskStart(evidence) == .stop(.inputLostUnread(start: 12, next: 10)))
    }

    @Test func everyRefusalNamesItsCauseAndWhatToDo() {
        let refusals: [StartRefusal] = [
            .otherRegister(register), .stateMissing(committed: 3), .stateMissing(committed: nil), .stateUnfinished,
            .stateBehind(state: 1, committed: 2), .inputLostTail(end: 1, next: 2), .inputLostUnread(start: 2, next: 1),
            .inputReplaced(offset: 1),
        ]
        let input = TopicPartition("nu.register", 3)
        for refusal in refusals {
            let error = refusal.error(worker: "numbering", input: input, changelog: "nu.numbering.state")
            #expect(error.remedy == .restart && error.code == .stateMismatch)
            let names = ["nu.register[3]", "nu.numbering.state[3]"].contains { error.reason.contains($0) }
            let helps = ["state rebuild numbering", "do not belong together", "backup"].contains {
                error.reason.contains($0)
            }
            #expect(names && helps, "\(error.reason)")
        }
    }

    @Test func thePositionRowIsReadBackAsItWasWritten() throws {
        let rows = [
            TaskPosition(register: register, next: 10, last: last, epoch: 3),
            TaskPosition(register: register, next: 0, last: nil, epoch: 1),
        ]
        for row in rows { #expect(TaskPosition(row.encoded[...]) == row) }
        #expect(TaskPosition([]) == nil)
        #expect(TaskPosition(Array(rows[0].encoded.dropLast(3))[...]) == nil)
    }
}
