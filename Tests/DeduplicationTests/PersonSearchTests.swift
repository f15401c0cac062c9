import Deduplication
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

/// The live applications of a few persons, as a command finds them in the changelog.
@Suite struct PersonSearchTests {
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() {
        deduplication.register(1, [.zoe, .karim])
        deduplication.register(2, [.lou])
    }

    private func found(_ somebody: Somebody...) throws -> [UniqueNumber] {
        let persons = somebody.flatMap { PersonKey.graded(of: $0.identity).map { $0.key.within(.nord) } }
        var search = PersonSearch(Set(persons))
        for row in deduplication.rows { try search.note(key: row.key[...], value: row.value.map { $0[...] }) }
        return Set(search.applications.map(\.number)).sorted()
    }

    @Test func whoIsSoughtIsFound() throws {
        #expect(try found(.karim) == [.stub(1)])
        #expect(try found(.lou, .zoe) == [.stub(1), .stub(2)])
        #expect(try found(Somebody("Abadie", "Paul", "1970-02-03")) == [])
    }

    @Test mutating func whatEndedIsNotFound() throws {
        deduplication.feed(.struckOff(7, .stub(1)))
        #expect(try found(.karim) == [])
        deduplication.feed(.reinstated(8, .stub(1)))
        #expect(try found(.karim) == [.stub(1)])
    }

    /// The last row of an application counts, and a deletion.
    @Test func laterRowsReplaceEarlierOnes() throws {
        let row = try #require(deduplication.rows.first { $0.key.first == 2 && $0.value != nil })
        var search = PersonSearch(
            Set(
                [Somebody.zoe, .karim, .lou].flatMap { PersonKey.graded(of: $0.identity).map { $0.key.within(.nord) } }
            )
        )
        try search.note(key: row.key[...], value: row.value.map { $0[...] })
        #expect(!search.applications.isEmpty)
        try search.note(key: row.key[...], value: nil)
        #expect(search.applications.isEmpty)
    }

    /// Both, while a manager has not ruled.
    @Test mutating func twoThatShareAPersonAreBothFound() throws {
        deduplication.feed(.modification(8, of: .stub(2), [.lou, .zoe]))
        deduplication.feedAndSettle(.modified(8, .stub(2)))
        #expect(try found(.zoe) == [.stub(1), .stub(2)])
    }
}
