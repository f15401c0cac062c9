import Schemas
import WorkerKit

extension Workload {
    /// A register record's own fields, and the fact in it. The kinds of facts are mixed as in the demo's year.
    static let envelope = [
        Workload("Envelope, decode, skipped", .thousand) {
            try decode(interest: Interest([]))
        },
        Workload("Envelope, decode, opened", .thousand) {
            try decode(interest: .everything)
        },
        Workload("Envelope, encode", .thousand) {
            let records = try thousand(of: YearRegister.make().values).map { value in
                try RegisterRecord.decode(value[...], offset: 0, interest: .everything)!
            }
            return Prepared(count: records.count) {
                for record in records { use(record.encoded()) }
            }
        },
    ]

    private static func decode(interest: Interest) throws -> Prepared {
        let values = try thousand(of: YearRegister.make().values).map { $0[...] }
        return Prepared(count: values.count) {
            for value in values { use(try RegisterRecord.decode(value, offset: 0, interest: interest)) }
        }
    }
}
