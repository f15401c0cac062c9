import GRDB
import Stream

/// The tables of a log, and how one tells such a file from any other.
enum LogSchema {
    /// "NUlg": in the header of the file, so that `file` and we can tell what it is.
    static let applicationID: Int64 = 0x4E55_6C67
    static let version: Int64 = 2

    /// Refuses a file that is no log, before anything is changed in it.
    ///
    /// Asked through SQLite, never by opening the file ourselves: closing it again would drop the locks that other
    /// connections of this process hold on it (https://sqlite.org/howtocorrupt.html, 2.2).
    static func check(_ db: Database, path: String) throws {
        let (application, version, tables) = try read(db)
        // Empty: new, or being made by another process at this moment.
        if application == 0, tables == 0 { return }
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

    /// False of an empty file.
    static func isLog(_ db: Database, path: String) throws -> Bool {
        try check(db, path: path)
        return try read(db).tables > 0
    }

    /// Makes the tables in an empty file. Runs in a write transaction: of two processes, one makes them.
    static func prepare(_ db: Database, path: String) throws {
        try check(db, path: path)
        guard try read(db).tables == 0 else { return }
        try db.execute(sql: tablesSQL)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// The tables first: whoever makes the file commits all three at once, so that tables that are seen have their id.
    private static func read(_ db: Database) throws -> (application: Int64, version: Int64, tables: Int) {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        return (application, version, tables)
    }

    // A batch's id is its partition and its last offset (`BatchID`), so that one B-tree, without an index beside it,
    // finds the batch that holds an offset.
    private static let tablesSQL = """
        CREATE TABLE topics (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            first_partition INTEGER NOT NULL,
            partition_count INTEGER NOT NULL,
            compact INTEGER NOT NULL,
            -- 1: its records bear the time of their append, whatever their senders say.
            log_time INTEGER NOT NULL
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
            -- In a topic with `log_time`: when all of them were appended.
            appended_at INTEGER,
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
