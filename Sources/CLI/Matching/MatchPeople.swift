import ArgumentParser
import Foundation
import Letters
import Matching

/// The people of a file, and who is who where that is known.
struct MatchPeople {
    var ids: [String] = []
    var descriptions: [PersonDescription] = []
    /// Where the second file begins.
    var split = 0

    init(reading path: String, _ mapping: [MatchColumn: [String]], mustHaveAll: Bool) throws {
        let rows = try MatchPeople.rows(path)
        let header = rows[0].fields.map { $0.trimmingCharacters(in: .whitespaces) }
        var places: [(MatchColumn, [Int])] = []
        for (kind, names) in mapping.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let found = names.compactMap { header.firstIndex(of: $0) }
            if found.count < names.count, mustHaveAll, kind != .id {
                throw ValidationError("\(path) has no column \(names.first { !header.contains($0) } ?? "")")
            }
            places.append((kind, found))
        }
        guard places.contains(where: { $0.0 == .lastName && !$0.1.isEmpty }) else {
            throw ValidationError("\(path) has no column of last names; name it with --column last-name=COLUMN")
        }
        for row in rows.dropFirst() {
            var person = PersonDescription()
            var id = "line \(row.line)"
            for (kind, columns) in places {
                let values = columns.map { column in
                    column < row.fields.count ? row.fields[column].trimmingCharacters(in: .whitespaces) : ""
                }
                if kind == .id, let value = values.first, !value.isEmpty { id = value }
                kind.set(values, in: &person)
            }
            ids.append(id)
            descriptions.append(person)
        }
    }

    mutating func append(_ other: MatchPeople) {
        ids += other.ids
        descriptions += other.descriptions
    }

    /// Sketches of all, with a bar where that takes time.
    func sketches() -> [PersonSketch] {
        var bar = ProgressBar("Sketches", total: descriptions.count)
        defer { bar.finish() }
        return descriptions.enumerated().map { place, person in
            if place % 4096 == 0 { bar.update(place) }
            return PersonSketch(person, .open)
        }
    }

    func dependants() -> [DependantMarks] { descriptions.map { DependantMarks($0.dependants, .open) } }

    /// A file of two columns. `id;person` says whose each record is; two columns of ids are pairs of one person.
    func truth(reading path: String) throws -> Set<MatchPair> {
        let rows = try MatchPeople.rows(path)
        let places = Dictionary(ids.enumerated().map { ($0.element, Int32($0.offset)) }) { first, _ in first }
        func cell(_ row: SeparatedValues.Row, _ column: Int) throws -> String {
            guard column < row.fields.count else {
                throw ValidationError("\(path), line \(row.line): two columns are needed")
            }
            return row.fields[column].trimmingCharacters(in: .whitespaces)
        }
        func place(_ id: String, _ line: Int) throws -> Int32 {
            guard let place = places[id] else {
                throw ValidationError("\(path), line \(line): there is no record \(id)")
            }
            return place
        }
        guard try cell(rows[0], 1) == "person" else {
            return Set(
                try rows.dropFirst().map { row in
                    MatchPair(try place(cell(row, 0), row.line), try place(cell(row, 1), row.line))
                }
            )
        }
        var people: [String: [Int32]] = [:]
        for row in rows.dropFirst() { people[try cell(row, 1), default: []].append(try place(cell(row, 0), row.line)) }
        var pairs: Set<MatchPair> = []
        for members in people.values {
            for (place, first) in members.enumerated() {
                for second in members[(place + 1)...] where split == ids.count || (first < split) != (second < split) {
                    pairs.insert(MatchPair(first, second))
                }
            }
        }
        return pairs
    }

    private static func rows(_ path: String) throws -> [SeparatedValues.Row] {
        let rows: [SeparatedValues.Row]
        do { rows = try SeparatedValues.read(Files.read(path)) } catch let failure as SeparatedValues.Failure {
            throw ValidationError("\(path): \(failure)")
        }
        guard !rows.isEmpty else { throw ValidationError("\(path) is empty") }
        return rows
    }
}

/// Two records by their places, the lower first.
struct MatchPair: Hashable {
    let first: Int32
    let second: Int32

    init(_ one: Int32, _ other: Int32) {
        first = min(one, other)
        second = max(one, other)
    }
}
