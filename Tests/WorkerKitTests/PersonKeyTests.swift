import Register
import Schemas
import SwiftProtobuf
import Testing

@testable import WorkerKit

/// Which keys of a person two people may have.
@Suite struct PersonKeyTests {
    @Test(arguments: [
        ("Diop", "Awa", "1975-01-02", "", [false]), ("Diop", "Awa", "1975-01-01", "", [true]),
        ("Diop", "Awa", "1900-01-01", "", [true]), ("Diop", "", "1975-06-30", "", [true]),
        ("Diop", "A.", "1975-06-30", "", [true]), ("D", "Awa", "1975-06-30", "", [true]),
        ("李", "娜娜", "1975-06-30", "", [false]),
        // By the number, whatever else: but not by one that was given to somebody of another age.
        ("Diop", "Awa", "1975-01-01", "2750199350123", [true, false]),
        ("Diop", "Awa", "1994-08-21", "2750199350123", [false, true]),
        ("Diop", "Awa", "", "2750199350123", [false]),
    ])
    func aKeyIsVagueWhereSomethingStandsForWhatNobodyKnew(
        lastName: String,
        firstNames: String,
        born: String,
        nir: String,
        vague: [Bool]
    ) {
        let identity = WireIdentity.with {
            $0.lastName = lastName
            $0.firstNames = firstNames
            $0.birthDate = born
            $0.nir = nir
        }
        let keys = PersonKey.graded(of: identity)
        #expect(keys.map(\.isVague) == vague)
        let marks = WirePersonMarks(keys: keys, names: .unknown)
        #expect(marks.personKeys == keys.map(\.key))
        #expect(marks.vaguePersonKeys == keys.filter(\.isVague).map(\.key))
    }

    /// Each name has its own.
    @Test func aLetterForTheLastNameDoesNotMakeTheBirthNameVague() {
        let identity = WireIdentity.with {
            $0.lastName = "D"
            $0.birthName = "Delmotte"
            $0.firstNames = "Zoé"
            $0.birthDate = "1982-06-30"
        }
        #expect(PersonKey.graded(of: identity).map(\.isVague) == [true, false])
    }
}
