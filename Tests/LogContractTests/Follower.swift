import Schemas
import Stream
import Testing

/// A member that is polled until something has happened, and keeps what it was given.
final class Follower {
    let member: any GroupMember
    private(set) var assigned: [TopicPartition: Int64] = [:]
    private(set) var revoked: [TopicPartition] = []
    private(set) var records: [TopicPartition: [LogRecord]] = [:]
    private(set) var next: [TopicPartition: Int64] = [:]
    private let resumes: Bool

    init(_ member: any GroupMember, resumes: Bool = true) {
        self.member = member
        self.resumes = resumes
    }

    var partitions: Set<TopicPartition> { Set(assigned.keys) }
    var count: Int { records.values.reduce(0) { $0 + $1.count } }

    func step(limit: Int = 100, timeoutMilliseconds: Int = 10) throws {
        let poll = try member.poll(limit: limit, timeoutMilliseconds: timeoutMilliseconds)
        for partition in poll.revoked {
            assigned[partition] = nil
            records[partition] = nil
            next[partition] = nil
        }
        revoked += poll.revoked
        for assignment in poll.assigned {
            assigned[assignment.partition] = assignment.committed ?? 0
            if resumes { try member.resume(assignment.partition, from: assignment.committed ?? 0) }
        }
        for batch in poll.batches {
            records[batch.partition, default: []] += batch.records
            next[batch.partition] = batch.next
        }
    }

    func forget() {
        records = [:]
    }
}

/// Polls all of them in turn until the condition holds.
func follow(_ followers: Follower..., until condition: () throws -> Bool) throws {
    try eventually {
        for follower in followers { try follower.step() }
        return try condition()
    }
}

/// Tries until the condition holds. Long enough for a broker on a busy machine.
func eventually(_ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw Late() }
    }
}

struct Late: Error, CustomStringConvertible {
    var description: String { "what the test waits for has not happened in a minute" }
}
