import Foundation
import GRDB
import Stream
import Synchronization

/// The file: one connection that writes, and as many that read as threads read at once.
///
/// A `DatabasePool` would do nearly that, but it asks for the schema's version at each read, sets `synchronous` back
/// to NORMAL, and turns a file that is not ours into WAL mode before we could look at it.
final class Store: Sendable {
    let path: String
    let settings: EmbeddedLog.Settings
    private let writer: DatabaseQueue
    private let idleReaders = Mutex<[DatabaseQueue]>([])

    init(path: String, settings: EmbeddedLog.Settings) throws(LogError) {
        self.path = path
        self.settings = settings
        // Two processes that make the same file, or a first one that recovers after a crash, may be in the way of
        // each other where SQLite calls no busy handler.
        let deadline = uptimeMilliseconds() + Int64(settings.busyWaitMilliseconds)
        while true {
            do {
                let configuration = Self.configuration(path, settings, isReader: false)
                writer = try DatabaseQueue(path: path, configuration: configuration)
                break
            } catch {
                let failure = Self.failure(error, path, settings)
                guard failure.code == .busy, uptimeMilliseconds() < deadline else { throw failure }
                usleep(2_000)
            }
        }
        try write { db in try LogSchema.prepare(db, path: path) }
    }

    /// Runs in one read transaction when `body` opens one; a single statement is consistent in itself.
    func read<T>(_ body: (Database) throws -> T) throws(LogError) -> T {
        do {
            let reader =
                try idleReaders.withLock { $0.popLast() }
                ?? DatabaseQueue(path: path, configuration: Self.configuration(path, settings, isReader: true))
            defer { idleReaders.withLock { $0.append(reader) } }
            return try reader.unsafeRead(body)
        } catch {
            throw Self.failure(error, path, settings)
        }
    }

    /// Several statements that see the same state.
    func readConsistently<T>(_ body: (Database) throws -> T) throws(LogError) -> T {
        try read { db in
            var result: T?
            try db.inTransaction(.deferred) {
                result = try body(db)
                return .commit
            }
            return result!
        }
    }

    /// Takes the write lock first, so that what `body` reads stays true until it commits.
    func write<T>(_ body: (Database) throws -> T) throws(LogError) -> T {
        do {
            return try writer.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                return result!
            }
        } catch {
            throw Self.failure(error, path, settings)
        }
    }

    /// Copies the write-ahead log into the file and empties it.
    ///
    /// Throws `busy` when somebody reads from it for as long as a write would wait: SQLite says that in a row of its answer, and
    /// leaves the log as it is.
    func emptyWriteAheadLog() throws(LogError) {
        let deadline = uptimeMilliseconds() + Int64(settings.busyWaitMilliseconds)
        while true {
            let isBusy: Bool
            do {
                isBusy = try writer.writeWithoutTransaction { db in
                    try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)").map { $0[0] != 0 } ?? false
                }
            } catch {
                throw Self.failure(error, path, settings)
            }
            if !isBusy { return }
            guard uptimeMilliseconds() < deadline else {
                throw LogError(
                    .busy,
                    .retry,
                    "\(path): somebody reads from the write-ahead log, so it could not be emptied"
                )
            }
            usleep(20_000)
        }
    }

    /// A connection of its own: `PRAGMA data_version` only means something on the connection it was asked on.
    func makeReader() throws(LogError) -> DatabaseQueue {
        do {
            return try DatabaseQueue(path: path, configuration: Self.configuration(path, settings, isReader: true))
        } catch {
            throw Self.failure(error, path, settings)
        }
    }

    private static func configuration(
        _ path: String,
        _ settings: EmbeddedLog.Settings,
        isReader: Bool,
    ) -> Configuration {
        var configuration = Configuration()
        configuration.label = isReader ? "log.reader" : "log.writer"
        configuration.readonly = isReader
        let waitMilliseconds = settings.busyWaitMilliseconds
        configuration.busyMode = .callback { attempts in
            // SQLite's own handler sleeps up to 100 ms at a time: too long where commits last one.
            guard attempts < waitMilliseconds else { return false }
            usleep(1_000)
            return true
        }
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(settings.cacheBytes >> 10)")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            guard !isReader else { return }
            try LogSchema.check(db, path: path)
            try db.execute(sql: "PRAGMA page_size = \(settings.pageBytes)")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw LogError(.storage, .restart, "\(path) is on a file system that allows no write-ahead log")
            }
            // What compaction takes out, keys among it, is overwritten, and not only marked as free.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA synchronous = \(settings.synchronous.rawValue)")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(settings.checkpointBytes / settings.pageBytes)")
            try db.execute(sql: "PRAGMA journal_size_limit = \(settings.checkpointBytes * 4)")
        }
        return configuration
    }

    private static func failure(_ error: any Error, _ path: String, _ settings: EmbeddedLog.Settings) -> LogError {
        switch error {
        case let error as LogError: return error
        case let error as DatabaseError:
            switch error.resultCode.primaryResultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                return LogError(
                    .busy,
                    .retry,
                    "\(path) is being written by another process; gave up after \(settings.busyWaitMilliseconds) ms",
                )
            case .SQLITE_FULL:
                return LogError(.storage, .retry, "\(path) cannot grow: the disk is full")
            case .SQLITE_NOTADB:
                return LogError(.notALog, .restart, "\(path) is not a log: it is not an SQLite file")
            case .SQLITE_CANTOPEN:
                let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
                if isFolder { return LogError(.notALog, .restart, "\(path) is not a log: it is a folder") }
                return LogError(
                    .storage,
                    .restart,
                    "\(path) cannot be opened: does its folder exist, and may it be written?",
                )
            default:
                return LogError(.storage, .restart, "\(path): \(error.message ?? "SQLite error \(error.resultCode)")")
            }
        case let error as BatchReader.Failure:
            return LogError(.storage, .restart, "\(path) is damaged: a batch cannot be read (\(error))")
        default:
            return LogError(.storage, .restart, "\(path): \(error)")
        }
    }
}

extension Database {
    /// Runs a statement that is compiled once for each connection.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }
}
