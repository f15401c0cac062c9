import ArgumentParser
import Matching

/// The files whose people are compared, and what their columns hold.
struct MatchOptions: ParsableArguments {
    @Option(help: "A file of people (CSV with a header, commas or semicolons).")
    var input: String
    @Option(help: "A second file: people of the first are looked for in it. Without it, within the first.")
    var input2: String?
    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            """
            What a column holds: \(MatchColumn.allCases.map(\.rawValue).joined(separator: ", ")). Several columns are joined \
            with commas; dependants are written as 'Léa 2004-05-06 / Hugo 2007-11-02'. Without any, columns of these names, with _ for -, are taken.
            """,
            valueName: "kind=column"
        )
    )
    var columns: [String] = []

    func mapping() throws -> [MatchColumn: [String]] {
        if columns.isEmpty {
            return Dictionary(uniqueKeysWithValues: MatchColumn.allCases.map { ($0, $0.usual) })
        }
        var mapping: [MatchColumn: [String]] = [.id: MatchColumn.id.usual]
        for column in columns {
            let parts = column.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = MatchColumn(rawValue: parts[0]) else {
                throw ValidationError("--column \(column): it takes KIND=COLUMN, as last-name=surname")
            }
            mapping[kind] = parts[1].split(separator: ",").map(String.init)
        }
        return mapping
    }

    /// The people of both files, the first file's first.
    func people() throws -> MatchPeople {
        let mapping = try mapping()
        var people = try MatchPeople(reading: input, mapping, mustHaveAll: !columns.isEmpty)
        people.split = people.ids.count
        if let input2 { try people.append(MatchPeople(reading: input2, mapping, mustHaveAll: !columns.isEmpty)) }
        return people
    }
}
