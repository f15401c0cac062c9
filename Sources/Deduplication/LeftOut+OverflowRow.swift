import Register
import Schemas
import WorkerKit

extension DeduplicationWorker {
    package var leftOut: [LeftOut] {
        overflows.keys { _, _ in true }.compactMap { territory in overflows[territory].map { LeftOut(territory, $0) } }
    }
}

extension LeftOut {
    init(_ territory: Territory, _ row: OverflowRow) {
        self.init(
            territory: territory,
            blocks: row.blocks,
            applications: row.applications,
            reviews: row.reviews,
        )
    }

    /// From a record of the changelog; nil where it is of another table.
    package init?(key: Bytes, value: Bytes) {
        guard key.first == OverflowRow.tag,
            let territory = key.dropFirst().withUnsafeBytes({ Territory(decoding: $0) })
        else { return nil }
        let row = value.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            return try? OverflowRow(decoding: &reader)
        }
        guard let row else { return nil }
        self.init(territory, row)
    }
}
