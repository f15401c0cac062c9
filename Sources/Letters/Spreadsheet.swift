/// A workbook for people (Office Open XML, `.xlsx`), every cell of which is text.
///
/// A spreadsheet guesses what the cells of a CSV are: a number that begins with 0 loses it, `059112600200E12` becomes a power of
/// ten, and `=…` a formula. In a workbook a cell says what it is, and the same in every language.
package struct Spreadsheet: Sendable {
    private var sheets: [(name: String, rows: [[String]])] = []

    package init() {}

    /// `name`: at most 31 characters, none of `[]:*?/\`.
    package mutating func add(_ name: String, _ rows: [[String]]) { sheets.append((name, rows)) }

    /// The whole file. The same cells are the same bytes.
    package func finished() -> [UInt8] {
        var archive = StoredArchive()
        archive.add("[Content_Types].xml", contentTypes)
        archive.add(
            "_rels/.rels",
            relationships([("officeDocument", "xl/workbook.xml")])
        )
        archive.add("xl/workbook.xml", workbook)
        archive.add(
            "xl/_rels/workbook.xml.rels",
            relationships(sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") })
        )
        for (index, sheet) in sheets.enumerated() {
            archive.add("xl/worksheets/sheet\(index + 1).xml", Spreadsheet.worksheet(sheet.rows))
        }
        return archive.finished()
    }

    private var contentTypes: [UInt8] {
        let spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        var xml = Spreadsheet.start
        xml += #"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#
        xml += #"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#
        xml += #"<Default Extension="xml" ContentType="application/xml"/>"#
        xml += #"<Override PartName="/xl/workbook.xml" ContentType="\#(spreadsheet).sheet.main+xml"/>"#
        for index in sheets.indices {
            xml += #"<Override PartName="/xl/worksheets/sheet\#(index + 1).xml" "#
            xml += #"ContentType="\#(spreadsheet).worksheet+xml"/>"#
        }
        return Array((xml + "</Types>").utf8)
    }

    private var workbook: [UInt8] {
        var xml = Spreadsheet.start
        xml += #"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#
        xml += #"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"#
        for (index, sheet) in sheets.enumerated() {
            xml += #"<sheet name=""#
            Spreadsheet.escape(sheet.name, into: &xml)
            xml += #"" sheetId="\#(index + 1)" r:id="rId\#(index + 1)"/>"#
        }
        return Array((xml + "</sheets></workbook>").utf8)
    }

    private func relationships(_ targets: [(type: String, path: String)]) -> [UInt8] {
        var xml = Spreadsheet.start
        xml += #"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
        for (index, target) in targets.enumerated() {
            xml += #"<Relationship Id="rId\#(index + 1)" "#
            xml += #"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\#(target.type)" "#
            xml += #"Target="\#(target.path)"/>"#
        }
        return Array((xml + "</Relationships>").utf8)
    }

    private static let start = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#

    /// Inline strings: a cell holds its own text, and nothing is looked up elsewhere.
    private static func worksheet(_ rows: [[String]]) -> [UInt8] {
        var xml = start
        xml += #"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#
        for (index, row) in rows.enumerated() {
            xml += #"<row r="\#(index + 1)">"#
            for (column, text) in row.enumerated() where !text.isEmpty {
                xml += #"<c r="\#(columnName(column))\#(index + 1)" t="inlineStr"><is><t xml:space="preserve">"#
                escape(text, into: &xml)
                xml += "</t></is></c>"
            }
            xml += "</row>"
        }
        return Array((xml + "</sheetData></worksheet>").utf8)
    }

    /// A to Z, then AA and so on.
    private static func columnName(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
        return index < 26 ? letter : columnName(index / 26 - 1) + letter
    }

    private static func escape(_ text: String, into xml: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": xml += "&amp;"
            case "<": xml += "&lt;"
            case ">": xml += "&gt;"
            case "\"": xml += "&quot;"
            case "\n", "\t": xml.unicodeScalars.append(scalar)
            // A bare carriage return would be read as a line feed.
            case "\r": xml += "&#13;"
            // XML 1.0 has no other control characters.
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": xml += "\u{FFFD}"
            default: xml.unicodeScalars.append(scalar)
            }
        }
    }
}

/// A ZIP archive whose files are stored as they are. Source: PKWARE APPNOTE 6.3.3.
private struct StoredArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    mutating func add(_ name: String, _ content: [UInt8]) {
        let start = UInt32(clamping: bytes.count)
        var about: [UInt8] = []
        about.append(little: UInt16(20))  // Version 2.0 reads it.
        about.append(little: UInt16(0x0800))  // The name is UTF-8.
        about.append(little: UInt16(0))  // Stored.
        about.append(little: UInt16(0))
        about.append(little: UInt16(0x0021))  // 1 January 1980: the same content is the same file.
        about.append(little: StoredArchive.checksum(content))
        about.append(little: UInt32(clamping: content.count))
        about.append(little: UInt32(clamping: content.count))
        about.append(little: UInt16(clamping: name.utf8.count))
        about.append(little: UInt16(0))

        bytes += [0x50, 0x4B, 0x03, 0x04] + about
        bytes += name.utf8
        bytes += content

        directory += [0x50, 0x4B, 0x01, 0x02]
        directory.append(little: UInt16(20))
        directory += about
        for _ in 0..<3 { directory.append(little: UInt16(0)) }  // No comment, one disk, no attributes.
        directory.append(little: UInt32(0))
        directory.append(little: start)
        directory += name.utf8
        count += 1
    }

    func finished() -> [UInt8] {
        var file = bytes + directory + [0x50, 0x4B, 0x05, 0x06]
        file.append(little: UInt32(0))
        file.append(little: count)
        file.append(little: count)
        file.append(little: UInt32(clamping: directory.count))
        file.append(little: UInt32(clamping: bytes.count))
        file.append(little: UInt16(0))
        return file
    }

    /// CRC-32 of ISO 3309.
    private static func checksum(_ content: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in content { value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8 }
        return ~value
    }

    private static let table: [UInt32] = (0..<256).map { entry in
        (0..<8).reduce(UInt32(entry)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
}

extension [UInt8] {
    fileprivate mutating func append(little number: some FixedWidthInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
