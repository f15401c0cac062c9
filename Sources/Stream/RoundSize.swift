/// How many records a lane takes into one round.
///
/// A round's outputs are seen when all of it is committed, so a long round keeps the workers behind it waiting; a short one
/// commits more often. It decides for as long as it is told, or for as long as a commit takes if that is longer: at most
/// half of a lane's time goes to commits.
struct RoundSize {
    /// Fewer would make commits of next to nothing.
    static var least: Int { 64 }

    private let most: Int
    private let target: Double
    /// Seconds; the last rounds count more. Nil before the first.
    private var perRecord: Double?
    private var perCommit = 0.0

    init(_ settings: LaneSettings) {
        most = settings.batchSizeMax
        target = Double(settings.roundMilliseconds) / 1_000
    }

    var limit: Int {
        guard let perRecord, perRecord > 0 else { return most }
        let wanted = max(target, perCommit) / perRecord
        return wanted >= Double(most) ? most : max(min(Self.least, most), Int(wanted))
    }

    mutating func note(decided count: Int, took: Duration) {
        // Of a few records it is chance.
        guard count >= Self.least else { return }
        let found = took / .seconds(1) / Double(count)
        perRecord = perRecord.map { $0 + (found - $0) / 4 } ?? found
    }

    mutating func note(commitTook took: Duration) {
        perCommit += (took / .seconds(1) - perCommit) / 4
    }
}
