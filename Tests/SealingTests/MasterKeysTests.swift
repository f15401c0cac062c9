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
        let (first, firstKey) = FormSealer(before).seal(record)
        let (second, secondKey) = FormSealer(after).seal(record)
        guard case .accepted(let one) = first.fact, case .accepted(let two) = second.fact else { return }
        #expect(one.persons == two.persons)
        #expect(one.comparison == two.comparison)
        #expect(firstKey?.master != secondKey?.master)
        #expect(throws: Never.self) {
            _ = try FormSealerTests.vault(firstKey, at: first, after).request(of: first, one)
            _ = try FormSealerTests.vault(secondKey, at: second, after).request(of: second, two)
        }
        let source = try #require(second.source)
        #expect(throws: Vault.Failure.otherMaster(source)) {
            try FormSealerTests.vault(secondKey, at: second, before).request(of: second, two)
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
