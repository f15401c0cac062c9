import ArgumentParser
import Demo
import Foundation
import Matching

extension MatchCommand {
    struct Bench: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measures the search in a register of invented people, on one core.",
            discussion: "Example: numero-unique match bench --people 220000",
        )

        @Option(help: "How many people; each has 1.25 records.")
        var people = 220_000
        @Option(help: "Seed of the generator.")
        var seed: UInt64 = 5
        @Option(help: "How many of the records are looked for.")
        var probes = 20_000

        func validate() throws {
            guard (1...2_000_000).contains(people) else { throw ValidationError("--people takes 1 to 2000000") }
            guard (1...2_000_000).contains(probes) else { throw ValidationError("--probes takes 1 to 2000000") }
        }

        func run() throws {
            var bar = ProgressBar("Bench", total: 5)
            let rows = DoubleFiles().rows(people: people, seed: seed)
            let descriptions = rows.map(\.described)
            bar.update(1)
            var sketches: [PersonSketch] = []
            let sketching = seconds { sketches = descriptions.map { PersonSketch($0, .open) } }
            bar.update(2)
            let before = ProcessUsage.trimmedResidentBytes()
            var counts = TermCounts()
            for sketch in sketches { counts.add(sketch) }
            let counted = ProcessUsage.residentBytes()
            var index = BlockIndex()
            let indexing = seconds {
                for (place, sketch) in sketches.enumerated() { index.insert(Int32(place), keys: blockingKeys(sketch)) }
            }
            let indexed = ProcessUsage.residentBytes()
            bar.update(3)
            let judge = Judge(.builtIn)
            var compared = 0
            var keyCount = 0
            var certain = 0
            var wrong = 0
            let asked = min(probes, sketches.count)
            let searching = seconds {
                for place in 0..<asked {
                    let sketch = sketches[place]
                    let information = counts.information(on: sketch)
                    let keys = blockingKeys(sketch)
                    keyCount += keys.count
                    for candidate in index.candidates(for: keys) where Int(candidate) != place {
                        let vector = compare(sketch, sketches[Int(candidate)])
                        compared += 1
                        guard judge.outcome(vector, score: judge.score(vector, information)) == .certain else {
                            continue
                        }
                        certain += 1
                        if rows[place].person != rows[Int(candidate)].person { wrong += 1 }
                    }
                }
            }
            bar.update(4)
            var sum: UInt64 = 0
            let pairs = asked * 100
            let comparing = seconds {
                for place in 0..<asked {
                    for step in 0..<100 {
                        sum &+= compare(sketches[place], sketches[(place * 7 + step) % sketches.count]).levels
                    }
                }
            }
            bar.finish()
            let records = Double(sketches.count)
            func line(_ title: String, _ value: Double, _ places: Int, _ unit: String) {
                let padded = title.padding(toLength: 34, withPad: " ", startingAt: 0)
                Terminal.write("\(padded)\(String(format: "%.\(places)f", value)) \(unit)")
            }
            line("records", records, 0, "")
            line("sketch", sketching / records * 1e6, 1, "µs")
            line("comparison", comparing / Double(pairs) * 1e9, 0, sum == 0 ? "ns " : "ns")
            line("application: search and judgement", searching / Double(asked) * 1e6, 1, "µs")
            line("applications a second", Double(asked) / searching, 0, "on one core")
            line("keys of a person", Double(keyCount) / Double(asked), 1, "")
            line("compared with", Double(compared) / Double(asked), 0, "others")
            line("full blocks", Double(index.overflow), 0, "times")
            line("taking into the blocks", indexing / records * 1e6, 1, "µs")
            line("memory of a sketch", Double(PersonSketch.byteCount), 0, "bytes")
            line("memory of its counts", Double(counted - before) / records, 0, "bytes")
            line("memory of its blocks", Double(indexed - counted) / records, 0, "bytes")
            line("certain", Double(certain), 0, "pairs, \(wrong) wrong")
        }

        private func seconds(_ work: () -> Void) -> Double {
            let start = ProcessUsage.threadSeconds()
            work()
            return ProcessUsage.threadSeconds() - start
        }
    }
}

extension DoubleFiles.Row {
    fileprivate var described: PersonDescription {
        var person = PersonDescription()
        person.lastName = lastName
        person.birthName = birthName
        person.firstNames = firstNames
        person.birthDate = birthDate
        person.sex = PersonDescription.Sex(sex)
        person.nir = nir
        person.addressLine = address
        person.postcode = postcode
        person.commune = commune
        person.phones = [phone, mobile]
        person.email = email
        return person
    }
}
