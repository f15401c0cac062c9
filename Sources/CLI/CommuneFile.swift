import ArgumentParser
import Demo
import Foundation
import Letters
import Register

/// A CSV of communes, as INSEE, a territory or a spreadsheet writes it: semicolons, commas or tabs, in UTF-8 or Windows-1252.
enum CommuneFile {
    /// What `territories import` needs: `insee`, `libelle`, `epci_siren`, `epci_nom`, in any order.
    static func read(_ path: String) throws -> [CommuneReference] { try read(path, needsPopulation: false) }

    /// The demo deals its applications out by `pop_municipale`.
    static func readWithPopulation(_ path: String) throws -> [CommuneReference] {
        try read(path, needsPopulation: true)
    }

    private static func read(_ path: String, needsPopulation: Bool) throws -> [CommuneReference] {
        let table: SeparatedValues.Table
        do { table = try SeparatedValues.table(Files.read(path)) } catch let failure as SeparatedValues.Failure {
            throw ValidationError("\(path): \(failure)")
        }
        guard let header = table.rows.first else {
            throw ValidationError("\(path): le fichier est vide / the file is empty")
        }
        let names = header.fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        func column(_ name: String) throws -> Int {
            guard let index = names.firstIndex(of: name) else {
                throw ValidationError(
                    "\(path) (\(table.description)) : il manque la colonne \(name) ; il y a / there is no column \(name), but "
                        + names.joined(separator: ", ")
                )
            }
            return index
        }
        let (insee, label) = (try column("insee"), try column("libelle"))
        let (siren, epci) = (try column("epci_siren"), try column("epci_nom"))
        let population = try needsPopulation ? column("pop_municipale") : nil

        var communes: [CommuneReference] = []
        communes.reserveCapacity(table.rows.count)
        for row in table.rows.dropFirst() {
            func fail(_ what: String) -> ValidationError {
                ValidationError("\(path), ligne/line \(row.line) (\(table.description)): \(what)")
            }
            // Spreadsheets leave out what is empty at the end.
            guard row.fields.count <= names.count else { throw fail("trop de champs / too many fields") }
            func field(_ index: Int) -> String {
                index < row.fields.count ? row.fields[index].trimmingCharacters(in: .whitespaces) : ""
            }
            guard CommuneCode(code: field(insee)) != nil else {
                throw fail("la colonne insee n’a pas de code INSEE / the column insee has no INSEE code")
            }
            var count = 0
            if let population {
                guard let number = Int(field(population)), number >= 0 else {
                    throw fail("la colonne pop_municipale n’a pas de nombre / the column pop_municipale has no number")
                }
                count = number
            }
            communes.append(
                CommuneReference(
                    code: field(insee),
                    name: field(label),
                    population: count,
                    epciSIREN: field(siren),
                    epciName: field(epci),
                )
            )
        }
        if table.encoding != .utf8 {
            Terminal.note("\(path) : lu comme / read as \(table.encoding.rawValue)")
        }
        return communes
    }
}
