import Register
import Schemas
import TestSupport
import Testing
import WorkerKit
import Foundation

@Suite struct TraceTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SEED"] != nil)) func trace() {
        let seed = UInt64(ProcessInfo.processInfo.environment["SEED"]!)!
        let i = UInt64(ProcessInfo.processInfo.environment["INTER"]!)!
        var town = Town(seed: seed, interleaving: i)
        town.live(steps: 50)
        town.comeToRest()
        for r in town.register.records() {
            var t = "\(r.fact)"
            if case .accepted(let a) = r.fact { t = "\(a.request)" }
            t = t.replacingOccurrences(of: "\n", with: " ")
            while t.contains("  ") { t = t.replacingOccurrences(of: "  ", with: " ") }
            print("\(r.offset) \(r.day) id=\(r.submission.map { String($0.low & 0xFFFF) } ?? "-") src=\(r.source.map { String($0.offset) } ?? "-") \(r.number.map(\.text) ?? "-") \(r.fact.name) \(t.prefix(400))")
        }
        print(town.faults)
    }
}
