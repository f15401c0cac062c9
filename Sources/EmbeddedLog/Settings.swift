extension EmbeddedLog {
    /// What can be tuned; the defaults suit one machine with a solid-state disk.
    package struct Settings: Sendable {
        /// Whether an acknowledged append survives a loss of power, or only the death of the process.
        package enum Synchronous: String, Sendable {
            case full = "FULL"
            case normal = "NORMAL"
        }

        package var synchronous = Synchronous.full
        /// The time of an append, in milliseconds since 1970-01-01 UTC: that of the machine, save in tests.
        package var clock: @Sendable () -> Int64 = { wallMilliseconds() }
        /// How long a write waits for another process before it throws `busy`.
        package var busyWaitMilliseconds = 5_000
        /// How often a member says that it is alive.
        package var heartbeatMilliseconds = 1_000
        /// How long a member may stay silent when its process cannot be looked at from here (another container).
        package var leaseMilliseconds = 5_000
        /// How long a member may stay silent when its process is seen to live: it may be restoring a large state.
        package var stallMilliseconds = 60_000
        /// How often the members are looked at, to replace those whose process died.
        package var reapMilliseconds = 250
        /// How often the file is looked at for what other processes wrote.
        package var watchMilliseconds = 10
        /// A stored batch is closed at this many records or bytes, so that reading in pieces stays cheap.
        package var segmentRecords = 1_000
        package var segmentBytes = 256 << 10
        /// A partition is compacted when it has more new records than this, and more than old ones.
        package var compactionRecords = 10_000
        /// A tombstone stays readable at least this long after its key was compacted, for readers that saw the key.
        package var tombstoneMilliseconds: Int64 = 600_000
        /// How many keys a compaction holds in memory; it takes several rounds when there are more.
        package var compactionKeys = 500_000
        /// The most that one step of a compaction rewrites, which bounds how long a writer waits for it.
        package var compactionStepBytes = 1 << 20
        package var pageBytes = 8_192
        package var cacheBytes = 16 << 20
        /// The write-ahead log is copied into the file when it has grown by this much.
        package var checkpointBytes = 16 << 20

        package init() {}
    }
}
