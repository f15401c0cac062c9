import EmbeddedLog
import Foundation
import GRDB
import Schemas
import Stream
import Testing

@Suite struct OpeningTests {
    @Test func garbageIsRefusedAndLeftAlone() throws {
        let folder = try TemporaryFolder()
        for garbage in [Data("Dear diary".utf8), Data(repeating: 0xA5, count: 20_000)] {
            try garbage.write(to: URL(fileURLWithPath: folder.path))
            expectRefusal(folder, .notALog, "not an SQLite file")
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path)) == garbage)
        }
    }

    @Test(arguments: ["DELETE", "WAL"]) func anotherDatabaseIsRefusedAndLeftAlone(mode: String) throws {
        let folder = try TemporaryFolder()
        let other = try DatabaseQueue(path: folder.path)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = \(mode)")
            try db.execute(sql: "CREATE TABLE photos (id INTEGER PRIMARY KEY)")
        }
        expectRefusal(folder, .notALog, "another SQLite database")
        try other.close()
        expectRefusal(folder, .notALog, "another SQLite database")
        let queue = try DatabaseQueue(path: folder.path)
        #expect(try queue.unsafeRead { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") } == mode.lowercased())
        #expect(try queue.unsafeRead { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") } == 1)
    }

    @Test func aNewerVersionIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.open().createTopics([.journal], partitions: 1)
        let queue = try DatabaseQueue(path: folder.path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        expectRefusal(folder, .notALog, "version 99")
    }

    @Test func aFolderIsRefused() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        expectRefusal(folder, .notALog, "folder")
    }

    @Test func aMissingFolderIsNamed() throws {
        let error = #expect(throws: LogError.self) { _ = try EmbeddedLog(path: "/nowhere/at/all/log.sqlite") }
        #expect(error?.code == .storage)
        #expect(error?.reason.contains("/nowhere/at/all/log.sqlite") == true)
    }

    @Test func anEmptyFileBecomesALog() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path))
        try folder.open().createTopics([.journal], partitions: 1)
        #expect(try folder.open().partitionCount(of: "journal") == 1)
    }

    /// Names stand open in it. SQLite gives its other files the mode of this one.
    @Test func aNewFileAndAllBesideItAreTheirOwnersAlone() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 1)
        try log.append([.stub(TopicPartition("journal", 0), "a")])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(Set(files) == ["log.sqlite", "log.sqlite-wal", "log.sqlite-shm"], "no draft is left")
        for file in files {
            let path = folder.url.appendingPathComponent(file).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
        withExtendedLifetime(log) {}
    }

    @Test func whoOnlyReadsMakesNothingAndWritesNothing() throws {
        let folder = try TemporaryFolder()
        #expect(throws: LogError.self) { _ = try EmbeddedLog(reading: folder.path) }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        try Data().write(to: URL(fileURLWithPath: folder.path))
        let empty = #expect(throws: LogError.self) { _ = try EmbeddedLog(reading: folder.path) }
        #expect(empty?.code == .notALog)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path)).isEmpty)

        let partition = TopicPartition("journal", 0)
        var writer: EmbeddedLog? = try folder.open()
        try writer?.createTopics([.journal], partitions: 1)
        try writer?.append([.stub(partition, "a")])
        let reader = try EmbeddedLog(reading: folder.path)
        #expect(try reader.all(partition).count == 1)
        try writer?.append([.stub(partition, "b")])
        #expect(try reader.all(partition).count == 2, "what is written meanwhile is read")
        let refused = #expect(throws: LogError.self) { try reader.append([.stub(partition, "c")]) }
        #expect(refused?.code == .configuration)
        writer = nil
        #expect(try EmbeddedLog(reading: folder.path).all(partition).count == 2)
    }

    @Test func severalMayMakeTheSameFileAtOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        DispatchQueue.concurrentPerform(iterations: 6) { number in
            #expect(throws: Never.self) {
                let log = try EmbeddedLog(path: path)
                try log.createTopics([.journal], partitions: 2)
                try log.append([.stub(TopicPartition("journal", 0), "\(number)")])
            }
        }
        #expect(try folder.open().all(TopicPartition("journal", 0)).count == 6)
    }

    private func expectRefusal(_ folder: TemporaryFolder, _ code: LogError.Code, _ reason: String) {
        let error = #expect(throws: LogError.self) { _ = try folder.open() }
        #expect(error?.code == code)
        #expect(error?.remedy == .restart)
        #expect(error?.reason.contains(folder.path) == true)
        #expect(error?.reason.contains(reason) == true)
    }
}
