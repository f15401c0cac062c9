import Schemas

extension Errand.Kind {
    /// What the register answers the first time.
    var outcome: WireOutcome {
        switch self {
        case .creation: .registered
        case .renewal: .renewed
        case .allocation, .renunciation, .noAnswer: .struckOff
        case .modification: .modified
        case .warning, .undeliverable: .recorded
        case .reinstatement: .reinstated
        case .duplicate: .linked
        case .fault: .refused
        }
    }

    /// Tells the kinds apart in ids and in draws.
    var stream: UInt64 {
        switch self {
        case .creation: 10
        case .renewal: 11
        case .allocation: 12
        case .renunciation: 13
        case .modification: 14
        case .warning: 15
        case .noAnswer: 16
        case .undeliverable: 17
        case .reinstatement: 18
        case .duplicate: 19
        case .fault(let fault): 40 + UInt64(Fault.allCases.firstIndex(of: fault)!)
        }
    }
}
