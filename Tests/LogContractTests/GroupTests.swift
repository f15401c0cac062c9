import Schemas
import Stream
import Testing

@Suite struct GroupTests {
    @Test(arguments: implementations) func aSingleMemberGetsAll(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 3)
        try log.append((0..<30).map { .stub(topic.partition($0 % 3), "\($0)") })
        let one = Follower(try log.join(group: unique("group"), member: "one", topics: [topic.name]))
        try follow(one) { one.count == 30 }
        #expect(one.partitions == Set((0..<3).map(topic.partition)))
        #expect(one.assigned.values.allSatisfy { $0 == 0 })
        for partition in 0..<3 {
            let texts = one.records[topic.partition(partition)]?.map(\.text)
            #expect(texts == stride(from: partition, to: 30, by: 3).map { "\($0)" })
            #expect(one.next[topic.partition(partition)]! > one.records[topic.partition(partition)]!.last!.offset)
        }
    }

    @Test(arguments: implementations) func membersShareByNumberAcrossTopics(_ implementation: any LogUnderTest) throws {
        let (register, desks) = (Topic.stub(), Topic.stub(.compact))
        let (_, log) = try open(implementation, register, desks, partitions: 5)
        let group = unique("group")
        let names = [register.name, desks.name]
        let one = Follower(try log.join(group: group, member: "one", topics: names))
        let two = Follower(try log.join(group: group, member: "two", topics: names))
        let all = Set([register, desks].flatMap { topic in (0..<5).map(topic.partition) })
        try follow(one, two) {
            one.partitions.union(two.partitions) == all && one.partitions.isDisjoint(with: two.partitions)
                && !one.partitions.isEmpty && !two.partitions.isEmpty
        }
        for follower in [one, two] {
            let ofRegister = follower.partitions.filter { $0.topic == register.name }.map(\.partition).sorted()
            let ofDesks = follower.partitions.filter { $0.topic == desks.name }.map(\.partition).sorted()
            #expect(ofRegister == ofDesks, "the same numbers of both topics")
            #expect(ofRegister == Array(ofRegister.first!...ofRegister.last!), "neighbours")
            #expect((2...3).contains(ofRegister.count))
        }
    }

    /// Whether a log takes records ahead or leaves them to the commit: they are there with it, in order, and not before.
    @Test(arguments: implementations) func whatIsWrittenAheadComesWithTheCommit(
        _ implementation: any LogUnderTest
    ) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        let (input, output) = (topic.partition(0), topic.partition(1))
        try log.append([.stub(input, "read")])
        let one = Follower(try log.join(group: unique("group"), member: "one", topics: [topic.name]))
        try follow(one) { one.count == 1 && one.partitions.count == 2 }
        func written() throws -> [String?] { try log.read(output, from: 0, limit: 100).records.map(\.text) }
        /// What is left for the commit.
        func ahead(_ texts: [String]) throws -> [OutgoingRecord] {
            let records = texts.map { OutgoingRecord.stub(output, $0) }
            return try one.member.writeAhead(LogTransaction(records: records, positions: [input: 1])) ? [] : records
        }
        _ = try ahead(["never"])
        try one.member.abandon()
        #expect(try written() == [])
        var rest = try ahead(["a", "b"])
        rest += try ahead(["c"])
        #expect(try written() == [])
        try one.member.commit(LogTransaction(records: rest + [.stub(output, "d")], positions: [input: 1]))
        #expect(try written() == ["a", "b", "c", "d"])
        // All of it ahead, and the commit brings a position alone.
        rest = try ahead(["e"])
        try one.member.commit(LogTransaction(records: rest, positions: [input: 1]))
        #expect(try written() == ["a", "b", "c", "d", "e"])
        // Nothing is under way any more.
        try one.member.abandon()
        #expect(try written().count == 5)
    }

    @Test(arguments: implementations) func othersTakeOverWhenAMemberLeaves(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 4)
        let group = unique("group")
        let one = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        let two = Follower(try log.join(group: group, member: "two", topics: [topic.name]))
        try follow(one, two) { one.partitions.count == 2 && two.partitions.count == 2 }
        let moved = two.partitions.first!
        try two.member.commit(
            LogTransaction(records: [.stub(moved, "first"), .stub(moved, "second")], positions: [moved: 0])
        )
        try follow(two) { two.records[moved]?.count == 2 }
        let second = two.records[moved]![1].offset
        try two.member.commit(LogTransaction(positions: [moved: second]))
        try two.member.leave()
        try follow(one) { one.partitions.count == 4 && one.records[moved]?.count == 1 }
        #expect(one.assigned[moved] == second, "the position that was committed")
        #expect(one.records[moved]?.map(\.text) == ["second"])
    }

    @Test(arguments: implementations) func aNameTakesItsPredecessorsPlace(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        try log.append([.stub(topic.partition(0), "work")])
        let group = unique("group")
        let zombie = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(zombie) { zombie.count == 1 }
        let successor = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(successor) { successor.partitions.count == 2 && successor.count == 1 }

        expectFailure(.fenced, .abort) {
            try zombie.member.commit(
                LogTransaction(
                    records: [.stub(topic.partition(1), "from the dead")],
                    positions: zombie.next,
                )
            )
        }
        #expect(try log.texts(topic.partition(1)) == [])
        #expect(try log.committedOffset(of: group, in: topic.partition(0)) == nil)
        // Not even outputs alone.
        expectFailure(.fenced) {
            try zombie.member.commit(LogTransaction(records: [.stub(topic.partition(1), "from the dead")]))
        }
        #expect(try log.texts(topic.partition(1)) == [])
        try successor.member.commit(
            LogTransaction(records: [.stub(topic.partition(1), "done")], positions: successor.next)
        )
        #expect(try log.texts(topic.partition(1)) == ["done"])
        #expect(try log.committedOffset(of: group, in: topic.partition(0)) == successor.next[topic.partition(0)])
    }

    @Test(arguments: implementations) func aPartitionThatWasLostCannotBeCommitted(
        _ implementation: any LogUnderTest
    ) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        try log.append([.stub(topic.partition(0), "a"), .stub(topic.partition(1), "b")])
        let group = unique("group")
        let one = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(one) { one.count == 2 }
        let work = one.next
        let two = Follower(try log.join(group: group, member: "two", topics: [topic.name]))
        // The real one may be told before it gives a partition up; what it had in hand is lost all the same.
        try follow(one, two) { one.partitions.count == 1 && two.partitions.count == 1 && two.count == 1 }
        expectFailure(.fenced, .abort) {
            try one.member.commit(LogTransaction(records: [.stub(topic.partition(0), "c")], positions: work))
        }
        #expect(try log.texts(topic.partition(0)) == ["a"])
        #expect(try log.committedOffset(of: group, in: topic.partition(0)) == nil)
        #expect(try log.committedOffset(of: group, in: topic.partition(1)) == nil)
        try two.member.commit(LogTransaction(positions: two.next))
        try follow(one) { one.records[topic.partition(0)]?.count == 1 }
        try one.member.commit(LogTransaction(positions: one.next))
        #expect(try log.committedOffset(of: group, in: topic.partition(0)) == one.next[topic.partition(0)])
    }

    @Test(arguments: implementations) func aMemberThatLeftCannotCommit(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let group = unique("group")
        let one = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(one) { one.partitions.count == 1 }
        try one.member.leave()
        #expect(throws: LogError.self) {
            try one.member.commit(LogTransaction(records: [.stub(topic.partition(0), "late")]))
        }
        #expect(try log.texts(topic.partition(0)) == [])
    }

    @Test(arguments: implementations) func aCommitIsWholeOrNothing(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        try log.append([.stub(topic.partition(0), "work")])
        let group = unique("group")
        let one = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(one) { one.count == 1 && one.partitions.count == 2 }
        expectFailure(.unknownTopic) {
            try one.member.commit(
                LogTransaction(
                    records: [.stub(topic.partition(1), "lost"), .stub(TopicPartition(unique("missing"), 0), "lost")],
                    positions: one.next,
                )
            )
        }
        #expect(try log.texts(topic.partition(1)) == [])
        #expect(try log.committedOffset(of: group, in: topic.partition(0)) == nil)
    }

    @Test(arguments: implementations) func positionsSurviveReopening(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        var (storage, log) = try open(implementation, topic)
        try log.append((0..<10).map { .stub(topic.partition(0), "\($0)") })
        let group = unique("group")
        do {
            let one = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
            try follow(one) { one.count == 10 }
            try one.member.commit(LogTransaction(positions: [topic.partition(0): one.records.values.first![6].offset]))
        }
        log = try storage.open()
        let again = Follower(try log.join(group: group, member: "one", topics: [topic.name]))
        try follow(again) { again.count == 4 }
        #expect(again.records[topic.partition(0)]?.map(\.text) == ["6", "7", "8", "9"])
    }

    @Test(arguments: implementations) func rewindingDeliversAgain(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        let partition = topic.partition(0)
        try log.append((0..<20).map { .stub(partition, "\($0)") })
        let one = Follower(try log.join(group: unique("group"), member: "one", topics: [topic.name]))
        try follow(one) { one.count == 20 }
        one.forget()
        try one.member.resume(partition, from: 0)
        try follow(one) { one.count == 20 }
        #expect(one.records[partition]?.map(\.text) == (0..<20).map { "\($0)" })

        let middle = one.records[partition]![15].offset
        one.forget()
        try one.member.resume(partition, from: middle)
        try follow(one) { one.count == 5 }
        #expect(one.records[partition]?.map(\.text) == (15..<20).map { "\($0)" })
    }

    @Test(arguments: implementations) func rewindingInTheMiddleOfABatchDeliversTheRestOnce(
        _ implementation: any LogUnderTest
    ) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let partition = topic.partition(0)
        try log.append((0..<20).map { .stub(partition, "\($0)") })
        let one = Follower(try log.join(group: unique("group"), member: "one", topics: [topic.name]))
        try eventually {
            try one.step(limit: 3)
            return one.count >= 3
        }
        try one.member.commit(LogTransaction(positions: one.next))
        let (had, committed) = (one.count, one.next[partition]!)
        try one.step(limit: 3)
        one.forget()
        try one.member.resume(partition, from: committed)
        try follow(one) { one.count == 20 - had }
        #expect(one.records[partition]?.map(\.text) == (had..<20).map { "\($0)" })
    }

    @Test(arguments: implementations) func aPartitionIsPausedUntilItIsResumed(_ implementation: any LogUnderTest) throws
    {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        try log.append([.stub(topic.partition(0), "a"), .stub(topic.partition(1), "b")])
        let one = Follower(
            try log.join(group: unique("group"), member: "one", topics: [topic.name]),
            resumes: false,
        )
        try follow(one) { one.partitions.count == 2 }
        for _ in 0..<5 { try one.step(timeoutMilliseconds: 5) }
        #expect(one.count == 0)
        try one.member.resume(topic.partition(1), from: 0)
        try follow(one) { one.count == 1 }
        for _ in 0..<5 { try one.step(timeoutMilliseconds: 5) }
        #expect(one.records[topic.partition(1)]?.map(\.text) == ["b"])
        #expect(one.records[topic.partition(0)] == nil)
    }

    @Test(arguments: implementations) func groupsDoNotDisturbEachOther(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        try log.append((0..<5).map { .stub(topic.partition(0), "\($0)") })
        let (left, right) = (unique("left"), unique("right"))
        let one = Follower(try log.join(group: left, member: "one", topics: [topic.name]))
        let two = Follower(try log.join(group: right, member: "one", topics: [topic.name]))
        try follow(one, two) { one.count == 5 && two.count == 5 }
        try one.member.commit(LogTransaction(positions: one.next))
        #expect(try log.committedOffset(of: left, in: topic.partition(0)) == one.next[topic.partition(0)])
        #expect(try log.committedOffset(of: right, in: topic.partition(0)) == nil)
    }

    @Test(arguments: implementations) func whatAnotherHandleAppendsIsPolled(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (storage, log) = try open(implementation, topic)
        let second = try storage.open()
        let one = Follower(try log.join(group: unique("group"), member: "one", topics: [topic.name]))
        try follow(one) { one.partitions.count == 1 }
        for number in 1...5 {
            try second.append([.stub(topic.partition(0), "\(number)")])
            try follow(one) { one.count == number }
        }
    }

    /// Goal: each record is processed once although members come and go. Two members copy one topic into another and
    /// are replaced at every turn; a refused commit is rewound.
    @Test(arguments: implementations) func comingAndGoingLosesAndDoublesNothing(
        _ implementation: any LogUnderTest
    ) throws {
        let (input, output) = (Topic.stub(), Topic.stub())
        let (_, log) = try open(implementation, input, output, partitions: 4)
        try log.append((0..<400).map { .stub(input.partition($0 % 4), "\($0)") })
        let group = unique("group")
        var members: [any GroupMember] = []
        for name in ["one", "two"] {
            members.append(try log.join(group: group, member: name, topics: [input.name]))
        }
        var turns = 0
        func copied() throws -> Int { try (0..<4).reduce(0) { try $0 + log.all(output.partition($1)).count } }
        try eventually {
            turns += 1
            for (index, member) in members.enumerated() {
                let poll = try member.poll(limit: 9, timeoutMilliseconds: 5)
                for assignment in poll.assigned {
                    try member.resume(assignment.partition, from: assignment.committed ?? 0)
                }
                // Comes back between the poll and the commit, at times.
                if turns.isMultiple(of: 7), turns < 60, index == turns / 7 % 2 {
                    members[index] = try log.join(
                        group: group,
                        member: index == 0 ? "one" : "two",
                        topics: [input.name]
                    )
                }
                for batch in poll.batches {
                    let records = batch.records.map {
                        OutgoingRecord(
                            output.partition(batch.partition.partition),
                            key: nil,
                            value: $0.value.map(Array.init),
                            timestamp: $0.timestamp,
                        )
                    }
                    do {
                        try member.commit(LogTransaction(records: records, positions: [batch.partition: batch.next]))
                    } catch {
                        guard (error as? LogError)?.remedy == .abort else { throw error }
                        let committed = try log.committedOffset(of: group, in: batch.partition)
                        if members[index] === member { try member.resume(batch.partition, from: committed ?? 0) }
                    }
                }
            }
            return try copied() == 400
        }
        for partition in 0..<4 {
            #expect(try log.texts(output.partition(partition)) == log.texts(input.partition(partition)))
        }
    }
}
