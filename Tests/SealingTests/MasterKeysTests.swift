import Foundation
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import Sealing

@Suite struct MasterKeysTests {
    private let old = MasterKeys.generated()
    private let new = MasterKeys.generated()

    @Test func aFileHoldsOneKeyALine() throws {
        let keys = try MasterKeys(text: "# ours\n\(new)  # since May\n\n\(old)\n")
        #expect(keys.ids.count == 2)
        #expect(try MasterKeys(text: "\(new),\(old)").ids == keys.ids)
    }

    @Test func whatIsNoKeyIsRefusedAndNotRepeated() {
        for text in ["", "# nothing", "secret", String(old.dropLast(4)), old + "\n" + "x"] {
            let fault = #expect(throws: MasterKeys.Fault.self) { try MasterKeys(text: text) }
            #expect(fault?.description.contains("secret") == false)
        }
        #expect(throws: MasterKeys.Fault.twice) { try MasterKeys(text: "\(old) \(old)") }
    }

    /// A new key first: it seals, the old one opens what it sealed, and persons are known as before.
    @Test func keysAreChangedWithoutForgettingAnybody() throws {
        let (before, after) = (try MasterKeys(text: old), try MasterKeys(text: "\(new)\n\(old)"))
        let record = FormSealerTests.record(FormSealerTests.whole)
        let first = FormSealer(before, of: .stub).seal(record)
        let second = FormSealer(after, of: .stub).seal(record)
        guard case .accepted(let one) = first.record.fact, case .accepted(let two) = second.record.fact else { return }
        #expect(one.persons == two.persons)
        #expect(one.comparison == two.comparison)
        #expect(first.dataKey?.wrapped.master != second.dataKey?.wrapped.master)
        #expect(throws: Never.self) {
            _ = try FormSealerTests.vault(first, after).request(of: first.record, one)
            _ = try FormSealerTests.vault(second, after).request(of: second.record, two)
        }
        #expect(throws: Vault.Failure.otherMaster(.stub(1))) {
            try FormSealerTests.vault(second, before).request(of: second.record, two)
        }
    }

    /// The last one is what persons are compared by: without it the register would know nobody again.
    @Test func withoutTheLastOnePersonsAreComparedOtherwise() throws {
        #expect(try MasterKeys(text: new).comparisonID != (try MasterKeys(text: "\(new)\n\(old)").comparisonID))
    }

    @Test func noTextShowsAKey() throws {
        let keys = try MasterKeys(text: old)
        var dumped = ""
        dump(keys, to: &dumped)
        for text in ["\(keys)", String(reflecting: keys), dumped] { #expect(!text.contains(old.prefix(8))) }
        #expect("\(keys)" == "1 master keys")
    }
}
