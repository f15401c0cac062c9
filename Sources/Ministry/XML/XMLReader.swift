import Schemas

/// Reads XML 1.0 with namespaces from bytes, an element at a time, and keeps no tree: only the way down to where it stands.
///
/// Whoever asks for a child must read it to its end, by its own children, its text or a skip. There are no document types,
/// so there are no entities but the five predefined ones, and nothing is ever fetched. What nobody asks for is noted by its
/// path.
struct XMLReader {
    let bytes: [UInt8]
    let limits: XMLLimits
    var position = 0
    private(set) var unread: [String] = []

    private var open: [OpenElement] = []
    /// What prefixes stand for, the innermost last.
    private var scopes: [Scope] = []
    private var elements = 0
    /// The element that was opened last is `<a/>`: its end was read with its start.
    private var isEmptyElement = false
    /// Within what is left out, nothing more is noted.
    private var isQuiet = false
    /// The names that stood at each depth so far, and how often: for paths, and to see what stands twice.
    private var siblings: [[Sibling]] = []

    private struct OpenElement {
        /// With its prefix, as it stands in the document.
        let tag: Range<Int>
        let name: String
        /// Its place among those of its name, from 1.
        let index: Int
    }

    private struct Sibling {
        let name: String
        var count: Int
    }

    private struct Scope {
        let depth: Int
        let prefix: String
        let namespace: XMLNamespace
    }

    init(_ document: Bytes, limits: XMLLimits) throws(XMLFault) {
        self.limits = limits
        (bytes, position) = try XMLEncoding.opened(document)
    }

    /// The element that holds all others. Must be asked for first.
    mutating func root() throws(XMLFault) -> XMLElement {
        try skipProlog()
        return try startTag()
    }

    /// Nothing but white space, comments and instructions may follow the root.
    mutating func finish() throws(XMLFault) {
        skipWhiteSpace()
        while position < bytes.count {
            guard isAt("<!--") || isAt("<?") else { throw fault(.afterTheEnd) }
            try skipMarkup()
            skipWhiteSpace()
        }
    }

    /// The next child of the element where the reader stands; nil when that element is over.
    mutating func nextChild() throws(XMLFault) -> XMLElement? {
        if isEmptyElement {
            close()
            return nil
        }
        while true {
            try skipText()
            if isAt("</") {
                try endTag()
                return nil
            }
            if isAt("<![CDATA[") {
                _ = try cdata()
                note("text()")
            } else if isAt("<!") || isAt("<?") {
                try skipMarkup()
            } else {
                return try startTag()
            }
        }
    }

    /// The text of the element where the reader stands, to its end. Elements within it are not read.
    mutating func text() throws(XMLFault) -> String {
        if isEmptyElement {
            close()
            return ""
        }
        var text = ""
        while true {
            try appendText(to: &text)
            if isAt("</") {
                try endTag()
                return text
            }
            if isAt("<![CDATA[") {
                text += String(decoding: bytes[try cdata()], as: UTF8.self)
                guard text.utf8.count <= limits.textBytesMax else { throw fault(.textTooLong) }
            } else if isAt("<!") || isAt("<?") {
                try skipMarkup()
            } else {
                _ = try startTag()
                try skipUnread()
            }
        }
    }

    /// Leaves out the element where the reader stands, whatever is in it.
    mutating func skip() throws(XMLFault) {
        let depth = open.count
        isQuiet = true
        while open.count >= depth { try step() }
        isQuiet = false
    }

    /// Leaves it out, and notes that it was.
    mutating func skipUnread() throws(XMLFault) {
        note(nil)
        try skip()
    }

    /// Where the reader stands: `/interfaceNuu/demande/demandeLogement/numUnique`. Items of a list are counted from 1.
    var path: String {
        var path = ""
        for (depth, element) in open.enumerated() {
            path += "/" + element.name
            let isItem = depth > 0 && open[depth - 1].name.hasPrefix("liste")
            if isItem || element.index > 1 { path += "[\(element.index)]" }
        }
        return path
    }

    /// The place of the element among those of its name, from 1.
    var index: Int { open.last?.index ?? 1 }

    // MARK: Notes

    private mutating func note(_ child: String?) {
        guard !isQuiet, unread.count < limits.unreadMax else { return }
        let path = child.map { self.path + "/" + $0 } ?? self.path
        if unread.last != path { unread.append(path) }
    }

    /// A name is shown when it looks like one: whatever else was put in its place may be someone's.
    private static func shown(_ name: Substring.UTF8View) -> String {
        let isName =
            name.count <= 40
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            } && name.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
        return isName ? String(Substring(name)) : "?"
    }

    // MARK: Tags

    private mutating func startTag() throws(XMLFault) -> XMLElement {
        elements += 1
        guard elements <= limits.elementsMax else { throw fault(.tooManyElements) }
        guard open.count < limits.depthMax else { throw fault(.tooDeep) }
        let start = position
        position += 1
        let tag = try name()
        var attributes: [XMLAttribute] = []
        var prefixed: [String] = []
        var count = 0
        var seen: [Range<Int>] = []
        while true {
            let hadSpace = skipWhiteSpace()
            if isAt("/>") {
                position += 2
                isEmptyElement = true
                break
            }
            if isAt(">") {
                position += 1
                isEmptyElement = false
                break
            }
            guard position < bytes.count else { throw fault(.truncated) }
            guard hadSpace else { throw fault(.malformed) }
            count += 1
            guard count <= limits.attributesMax else { throw fault(.tooManyAttributes) }
            let range = try name()
            guard !seen.contains(where: { bytes[$0] == bytes[range] }) else { throw fault(.repeatedAttribute) }
            seen.append(range)
            skipWhiteSpace()
            guard isAt("=") else { throw fault(.malformed) }
            position += 1
            skipWhiteSpace()
            let value = try attributeValue()
            let name = String(decoding: bytes[range], as: UTF8.self)
            if name == "xmlns" {
                scopes.append(Scope(depth: open.count, prefix: "", namespace: XMLNamespace(uri: value)))
            } else if name.hasPrefix("xmlns:") {
                guard !value.isEmpty else { throw fault(.malformed) }
                let prefix = String(name.dropFirst(6))
                scopes.append(Scope(depth: open.count, prefix: prefix, namespace: XMLNamespace(uri: value)))
            } else {
                if let prefix = XMLReader.prefix(of: name) { prefixed.append(String(prefix)) }
                attributes.append(XMLAttribute(name: name, value: value))
            }
        }
        for prefix in prefixed where prefix != "xml" {
            guard scopes.contains(where: { $0.prefix == prefix }) else { throw fault(.unknownPrefix, at: start) }
        }
        let full = String(decoding: bytes[tag], as: UTF8.self)
        let prefix = XMLReader.prefix(of: full)
        let scope = scopes.last { $0.prefix == prefix ?? "" }
        guard scope != nil || prefix == nil else { throw fault(.unknownPrefix, at: start) }
        let local = prefix.map { full.dropFirst($0.utf8.count + 1) } ?? full[...]
        let shown = XMLReader.shown(local.utf8)
        open.append(OpenElement(tag: tag, name: shown, index: occurrence(of: shown)))
        for attribute in attributes where !XMLReader.isKnown(attribute.name) {
            note("@" + XMLReader.shown(attribute.name[...].utf8))
        }
        return XMLElement(namespace: scope?.namespace ?? .other, local: String(local), attributes: attributes)
    }

    /// How many of this name stood here, with this one.
    private mutating func occurrence(of name: String) -> Int {
        let depth = open.count
        while siblings.count <= depth + 1 { siblings.append([]) }
        siblings[depth + 1].removeAll(keepingCapacity: true)
        if let index = siblings[depth].firstIndex(where: { $0.name == name }) {
            siblings[depth][index].count += 1
            return siblings[depth][index].count
        }
        // Beyond what any form has, names are not compared: that would take its time.
        if siblings[depth].count < 64 { siblings[depth].append(Sibling(name: name, count: 1)) }
        return 1
    }

    private static func prefix(of name: String) -> Substring? {
        name.utf8.firstIndex(of: UInt8(ascii: ":")).map { name[..<$0] }
    }

    private static func isKnown(_ attribute: String) -> Bool {
        attribute == "code" || attribute == "versionInterface" || prefix(of: attribute) != nil
    }

    private mutating func endTag() throws(XMLFault) {
        let start = position
        position += 2
        let tag = try name()
        skipWhiteSpace()
        guard isAt(">") else { throw fault(.malformed) }
        position += 1
        guard let element = open.last, bytes[element.tag] == bytes[tag] else { throw fault(.otherEnd, at: start) }
        close()
    }

    private mutating func close() {
        isEmptyElement = false
        open.removeLast()
        while let last = scopes.last, last.depth >= open.count { scopes.removeLast() }
    }

    /// One step of a skip: into a child, or out of the element.
    private mutating func step() throws(XMLFault) {
        if isEmptyElement { return close() }
        while true {
            try skipTextQuietly()
            if isAt("</") { return try endTag() }
            if isAt("<![CDATA[") {
                _ = try cdata()
            } else if isAt("<!") || isAt("<?") {
                try skipMarkup()
            } else {
                _ = try startTag()
                return
            }
        }
    }

    /// White space is all that is expected here.
    private mutating func skipText() throws(XMLFault) {
        skipWhiteSpace()
        guard position < bytes.count else { throw fault(.truncated) }
        if isAt("<") { return }
        note("text()")
        try skipTextQuietly()
    }

    private mutating func skipTextQuietly() throws(XMLFault) {
        var ignored = ""
        try appendText(to: &ignored)
    }
}
