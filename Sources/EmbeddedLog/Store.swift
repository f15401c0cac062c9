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
    /// Nil for a store that only reads.
    private let writer: DatabaseQueue?
    private let idleReaders = Mutex<[DatabaseQueue]>([])

    init(path: String, settings: EmbeddedLog.Settings) throws(LogError) {
        self.path = path
        self.settings = settings
        try Self.make(path)
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

    /// Opens a log that is there, for reading alone.
    init(reading path: String, settings: EmbeddedLog.Settings) throws(LogError) {
        self.path = path
        self.settings = settings
        writer = nil
        let isLog = try read { db in try LogSchema.isLog(db, path: path) }
        guard isLog else { throw LogError(.notALog, .restart, "\(path) is not a log: it is empty") }
    }

    /// Makes the file where it is missing, for its owner alone: names stand open in it for as long as what was sent is kept. SQLite
    /// gives its other files, `-wal` and `-shm`, the mode of this one.
    ///
    /// Made under another name and then linked: to close a file that SQLite may have open would drop its locks
    /// (https://sqlite.org/howtocorrupt.html, 2.2).
    private static func make(_ path: String) throws(LogError) {
        guard access(path, F_OK) != 0 else { return }
        let draft = "\(path).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LogError(
                .storage,
                .restart,
                "\(path) cannot be opened: does its folder exist, and may it be written? (\(String(cString: strerror(errno))))",
            )
        }
        close(descriptor)
        defer { unlink(draft) }
        // Another process may have been first: then its file is the log.
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw LogError(.storage, .restart, "\(path) cannot be made: \(String(cString: strerror(errno)))")
        }
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
        let writer = try openWriter()
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

    private func openWriter() throws(LogError) -> DatabaseQueue {
        guard let writer else { throw LogError(.configuration, .restart, "\(path) is open for reading alone") }
        return writer
    }

    /// Copies the write-ahead log into the file and empties it.
    ///
    /// Throws `busy` when somebody reads from it for as long as a write would wait: SQLite says that in a row of its answer, and
    /// leaves the log as it is.
    func emptyWriteAheadLog() throws(LogError) {
        let writer = try openWriter()
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

    private static func full(_ path: String) -> LogError {
        LogError(.storage, .retry, "\(path) cannot grow: the disk is full")
    }

    /// How much room there is for the file; nil where nobody says.
    static func freeBytes(beside path: String) -> Int64? {
        var about = statvfs()
        guard statvfs(path, &about) == 0 else { return nil }
        return Int64(
            clamping: UInt64(about.f_bavail).multipliedReportingOverflow(by: UInt64(about.f_frsize)).partialValue
        )
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
            case .SQLITE_FULL: return full(path)
            case .SQLITE_IOERR:
                // What SQLite maps or copies fails like this too where there is no room.
                if let free = freeBytes(beside: path), free < roomBytesMin { return full(path) }
                return LogError(
                    .storage,
                    .restart,
                    "the disk of \(path) does not take or give what it should (\(error.extendedResultCode)): look at the disk",
                )
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
        case is RowDecodingError:
            return LogError(.storage, .restart, "\(path) is damaged: a column does not hold what it should")
        case let error as BatchReader.Failure:
            return LogError(.storage, .restart, "\(path) is damaged: a batch cannot be read (\(error))")
        default:
            return LogError(.storage, .restart, "\(path): \(error)")
        }
    }
}

/// Below this a disk counts as full: a commit takes less, but not much less.
let roomBytesMin: Int64 = 1 << 20

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

extension Row {
    /// What a column holds. A damaged file may hold nothing there, or something else: `row[0]` would end the process.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
        try decode(Value.self, atIndex: index)
    }
}
