import ArgumentParser
import Foundation
import Register

/// The delays of the law, and what it leaves to territories. All processes of a register must be given the same.
struct LegalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Delays and other settings of the law, as JSON (docs/operations/settings.md). NU_LEGAL_SETTINGS.",
            valueName: "file"
        )
    )
    var legalSettings: String?

    func validate() throws { _ = try calendar }

    /// The default one when no file is named.
    var calendar: LegalCalendar {
        get throws {
            guard let path = legalSettings ?? Environment["NU_LEGAL_SETTINGS"] else { return LegalCalendar() }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ValidationError("cannot read the legal settings \(path)")
            }
            let (calendar, faults) = LegalSettingsFile.read(data)
            guard faults.isEmpty else {
                throw ValidationError("\(path): " + faults.joined(separator: "\n\(path): "))
            }
            return calendar
        }
    }
}

/// One JSON object: settings by their names. What it does not name stays as it is.
enum LegalSettingsFile {
    /// The settings, and everything that is wrong with them.
    static func read(_ data: Data) -> (LegalCalendar, faults: [String]) {
        var calendar = LegalCalendar()
        let values: [String: Item]
        do {
            values = try JSONDecoder().decode([String: Item].self, from: data)
        } catch {
            return (calendar, ["not a JSON object of settings"])
        }
        var faults: [String] = []
        for (name, item) in values.sorted(by: { $0.key < $1.key }) {
            guard let setting = LegalSetting(rawValue: name) else {
                let known = LegalSetting.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append("\(name) is no setting; settings are \(known)")
                continue
            }
            if let fault = setting.set(item.value ?? .text(""), in: &calendar) { faults.append(fault) }
        }
        return (calendar, faults.isEmpty ? calendar.contradictions : faults)
    }

    /// Any JSON value; nil for one that no setting takes.
    private struct Item: Decodable {
        let value: LegalSetting.Value?

        init(from decoder: any Decoder) throws {
            guard let container = try? decoder.singleValueContainer() else {
                value = nil
                return
            }
            if container.decodeNil() {
                value = LegalSetting.Value.none
            } else if let flag = try? container.decode(Bool.self) {
                value = .flag(flag)
            } else if let number = try? container.decode(Int.self) {
                value = .number(number)
            } else {
                value = (try? container.decode(String.self)).map { .text($0) }
            }
        }
    }
}
