import Register
import Schemas
import SwiftProtobuf
import WorkerKit

extension StreamLog {
    /// The first record of the register, which says which one it is; nil while there is none.
    package func readRegisterHeader() throws(LogError) -> WireRegisterHeader? {
        let first = TopicPartition(Topic.register.name, 0)
        let batch = try read(first, from: 0, limit: 1)
        release(first)
        guard let value = batch.records.first?.value,
            let record = try? RegisterRecord.decode(value, offset: 0, interest: Interest([.header])),
            case .header(let header) = record.fact
        else { return nil }
        return header
    }
}

extension WireRegisterHeader {
    package var registerID: RegisterID? { RegisterID(bytes: register) }

    package var registerClock: RegisterClock? {
        switch clock {
        case .live: .live
        case .replay: .replay
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}
