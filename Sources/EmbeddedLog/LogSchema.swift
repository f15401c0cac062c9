import Foundation
import GRDB
import Stream

/// The tables of a log, and how one tells such a file from any other.
enum LogSchema {
    /// "NUlg": in the header of the file, so that `file` and we can tell what it is.
    static let applicationID: Int64 = 0x4E55_6C67
    static let version: Int64 = 1

    /// Looks at a file that exists, and changes nothing in it.
    static func check(path: String) throws(LogError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        if isFolder.boolValue { throw LogError(.notALog, .restart, "\(path) is not a log: it is a folder") }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw LogError(.storage, .restart, "\(path) cannot be opened: may it be read?")
        }
        defer { try? file.close() }
        let header = (try? file.read(upToCount: 100)) ?? Data()
        guard !header.isEmpty else { return }
        guard header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw LogError(.notALog, .restart, "\(path) is not a log: it is not an SQLite file")
        }
        func field(_ offset: Int) -> Int64 { header.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int64($1) } }
        // Zero may also be a log whose first commit still stands in the -wal file beside it; `prepare` will tell.
        let application = field(68)
        if application != 0 { try check(application: application, version: field(60), path: path) }
        if application == 0, header.count == 100, !FileManager.default.fileExists(atPath: path + "-wal") {
            // More than one page and no name: somebody's database.
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            let page = header.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
            if size > (page == 1 ? 65_536 : page) {
                throw LogError(.notALog, .restart, "\(path) is not a log: it is another SQLite database")
            }
        }
    }

    /// Makes the tables in an empty file. Runs in a write transaction: of two processes, one makes them.
    static func prepare(_ db: Database, path: String) throws {
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, tables == 0 {
            try db.execute(sql: tablesSQL)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
        } else {
            try check(application: application, version: version, path: path)
        }
    }

    private static func check(application: Int64, version: Int64, path: String) throws(LogError) {
        guard application == applicationID else {
            throw LogError(.notALog, .restart, "\(path) is not a log: it is another SQLite database")
        }
        guard version == Self.version else {
            throw LogError(
                .notALog,
                .restart,
                "\(path) is a log of version \(version); this program reads version \(Self.version)",
            )
        }
    }

    // A batch's id is its partition and its last offset (`BatchID`), so that one B-tree, without an index beside it,
    // finds the batch that holds an offset.
    private static let tablesSQL = """
        CREATE TABLE topics (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            first_partition INTEGER NOT NULL,
            partition_count INTEGER NOT NULL,
            compact INTEGER NOT NULL
        );
        CREATE TABLE partitions (
            id INTEGER PRIMARY KEY,
            next_offset INTEGER NOT NULL,
            records INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            -- Compaction: below `clean_end` each key has one record; below `tombstone_end` a tombstone has nothing left
            -- to delete, and was readable since `tombstone_at`.
            clean_end INTEGER NOT NULL DEFAULT 0,
            clean_records INTEGER NOT NULL DEFAULT 0,
            tombstone_end INTEGER NOT NULL DEFAULT 0,
            tombstone_at INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY,
            base_offset INTEGER NOT NULL,
            count INTEGER NOT NULL,
            bytes BLOB NOT NULL
        );
        CREATE TABLE consumer_groups (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            generation INTEGER NOT NULL
        );
        CREATE TABLE members (
            session INTEGER PRIMARY KEY AUTOINCREMENT,
            group_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            topics TEXT NOT NULL,
            host TEXT NOT NULL,
            process_id INTEGER NOT NULL,
            process_started INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            UNIQUE (group_id, name)
        );
        CREATE TABLE assignments (
            group_id INTEGER NOT NULL,
            partition_id INTEGER NOT NULL,
            session INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (group_id, partition_id)
        ) WITHOUT ROWID;
        CREATE TABLE positions (
            group_id INTEGER NOT NULL,
            partition_id INTEGER NOT NULL,
            next_offset INTEGER NOT NULL,
            PRIMARY KEY (group_id, partition_id)
        ) WITHOUT ROWID;
        """
}
