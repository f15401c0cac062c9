import Register
import Schemas
import Stream
import WorkerKit

/// Which lines of a file stand in `nu.submissions` already, byte for byte, and what was answered: an import that was stopped goes
/// on where it stood.
struct SentBefore {
    private var places: [[UInt8]: [SourcePosition]] = [:]
    private var answers: [SourcePosition: WireReceipt] = [:]

    /// What became of a line.
    enum Fate {
        /// Not sent, or refused: a refusal may have had a cause that is gone.
        case toSend
        /// Under way.
        case sent(SourcePosition)
        case answered(WireReceipt)
    }

    init(_ log: any StreamLog, of values: [[UInt8]]) throws {
        let wanted = Set(values)
        let ends = try log.endOffsets(of: log.partitions(of: .submissions))
        var bar = ProgressBar("Envois précédents / sent before", total: Int(ends.values.reduce(0, +)))
        defer { bar.finish() }
        var read = 0
        try log.readAll(.submissions) { partition, record in
            read += 1
            if read % 4_096 == 0 { bar.update(read) }
            guard let value = record.value.map(Array.init), wanted.contains(value) else { return }
            places[value, default: []].append(
                SourcePosition(partition: Int32(partition.partition), offset: record.offset)
            )
        }
        if places.isEmpty { return }
        let known = Set(places.values.joined())
        try log.readAll(.receipts) { _, record in
            guard let receipt = WireReceipt(record: record), known.contains(receipt.source) else { return }
            answers[receipt.source] = receipt
        }
    }

    func fate(of value: [UInt8]) -> Fate {
        let places = places[value] ?? []
        if let good = places.lazy.compactMap({ answers[$0] }).first(where: { $0.outcome != .refused }) {
            return .answered(good)
        }
        return places.last { answers[$0] == nil }.map(Fate.sent) ?? .toSend
    }
}
