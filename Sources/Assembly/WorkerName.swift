import Deduplication
import Numbering
import Renewal
import Statistics
import StrikeOff

/// The six workers, as operators type them, in the order in which a record meets them.
package enum WorkerName: String, CaseIterable, Sendable {
    case intake
    case deduplication
    case numbering
    case renewal
    case strikeOff = "strike-off"
    case statistics

    /// The consumer group: the position of a worker in its input.
    package var group: String { "nu.\(rawValue)" }
}
