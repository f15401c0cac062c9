import Schemas
import Testing

@testable import Ministry

/// The XML that is read, and what is none.
@Suite struct XMLReaderTests {
    /// Every element's path and text, in the order of their ends.
    private func read(_ text: String, limits: XMLLimits = XMLLimits()) throws(XMLFault) -> [String] {
        try read(Bytes(text.utf8), limits: limits)
    }

    private func read(_ bytes: Bytes, limits: XMLLimits = XMLLimits()) throws(XMLFault) -> [String] {
        var reader = try XMLReader(bytes, limits: limits)
        let root = try reader.root()
        var lines = [root.local]
        while let element = try reader.nextChild() {
            let path = reader.path
            let code = element["code"].map { "@\($0)" } ?? ""
            lines.append(path + code + "=" + (try reader.text()))
        }
        try reader.finish()
        return lines
    }

    private func fault(_ text: String, limits: XMLLimits = XMLLimits()) -> XMLFault? {
        do throws(XMLFault) { _ = try read(text, limits: limits) } catch { return error }
        return nil
    }

    @Test(
        arguments: [
            ("<a/>", []), ("<a></a>", []), ("<a><b>x</b></a>", ["/a/b=x"]),
            ("<a><b/><b>y</b></a>", ["/a/b=", "/a/b[2]=y"]),
            ("<a><b>x &amp; y &lt;&gt;&quot;&apos; &#233;&#xE9;</b></a>", ["/a/b=x & y <>\"' éé"]),
            ("<a><b><![CDATA[<c>&]]>d]</b></a>", ["/a/b=<c>&d]"]),
            (
                "<?xml version='1.0'?><!-- x --><?pi y?><a><!-- - --><b>1<!-- 2 -->3<?p?></b></a><!-- x -->\n",
                ["/a/b=13"]
            ),
            ("<a><b code='1'/><b code = \"2&#10;\" ></b></a>", ["/a/b@1=", "/a/b[2]@2\n="]),
            ("<a\n><b\t>x\r\ny\rz</b\n></a>", ["/a/b=x\ny\nz"]), ("\u{FEFF}<a><b>é</b></a>", ["/a/b=é"]),
            ("<p:a xmlns:p='urn:x'><p:b>1</p:b></p:a>", ["/a/b=1"]),
            ("<listeX><i/><i/></listeX>", ["/listeX/i[1]=", "/listeX/i[2]="]),
            ("<é><b/></é>", ["/?/b="]),
        ] as [(String, [String])]
    )
    func wellFormedDocumentsAreRead(text: String, elements: [String]) throws {
        #expect(try Array(read(text).dropFirst()) == elements)
    }

    @Test(arguments: ["", "<?xml version='1.0' encoding='UTF-16' standalone='no' ?>", "<?xml version=\"1.0\"?>"])
    func utf16IsReadByItsByteOrderMark(declaration: String) throws {
        for isBigEndian in [true, false] {
            let bytes = ("\u{FEFF}" + declaration + "<a><b>é😀</b></a>").utf16.flatMap { unit in
                isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            }
            #expect(try read(bytes[...]) == ["a", "/a/b=é😀"])
        }
        let other = ("\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><a/>").utf16.flatMap {
            [UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
        #expect(throws: XMLFault(.encoding, line: 1, column: 1)) { try read(other[...]) }
    }

    @Test func latin1IsReadWhereItIsDeclared() throws {
        let bytes =
            Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><b>".utf8) + [0xE9] + Array("</b></a>".utf8)
        #expect(try read(bytes[...]) == ["a", "/a/b=é"])
    }

    @Test(
        arguments: [
            ("", .truncated, 1, 1), ("  \n ", .truncated, 2, 2), ("<a>", .truncated, 1, 4),
            ("<a><b>x", .truncated, 1, 8),
            ("<a", .truncated, 1, 3), ("<a b='x", .truncated, 1, 8), ("<a><!-- x", .truncated, 1, 10),
            ("<a>&am", .truncated, 1, 7),
            ("<a><![CDATA[x", .truncated, 1, 14), ("x", .malformed, 1, 1), ("<a><b></a></b>", .otherEnd, 1, 7),
            ("<a/>x", .afterTheEnd, 1, 5), ("<a/><b/>", .afterTheEnd, 1, 5),
            ("<a><b>&eacute;</b></a>", .reference, 1, 7),
            ("<a><b>&#0;</b></a>", .character, 1, 7), ("<a><b>&#xD800;</b></a>", .character, 1, 7),
            ("<a><b>&#-1;</b></a>", .reference, 1, 7),
            ("<a><b>&;</b></a>", .reference, 1, 7), ("<a><b>\u{1}</b></a>", .character, 1, 7),
            ("<a b='1' b='2'/>", .repeatedAttribute, 1, 11),
            ("<a b='<'/>", .malformed, 1, 7), ("<a b=1/>", .malformed, 1, 6), ("<a b/>", .malformed, 1, 5),
            ("<a b='1'c='2'/>", .malformed, 1, 9),
            ("<p:a/>", .unknownPrefix, 1, 1), ("<a p:b='1'/>", .unknownPrefix, 1, 1), ("<a:b:c/>", .malformed, 1, 5),
            ("<1a/>", .malformed, 1, 2),
            ("<a><b>]]></b></a>", .malformed, 1, 7), ("<a><!-- -- --></a>", .malformed, 1, 9),
            ("<a><?xml version='1.0'?></a>", .malformed, 1, 9),
            ("<!DOCTYPE a><a/>", .documentType, 1, 1), ("<a><!ENTITY x 'y'></a>", .malformed, 1, 4),
            ("<a>\n<b>\né<c></b></a>", .otherEnd, 3, 5),
            ("<?xml version='1.1'?><a/>", .version, 1, 1),
            ("<?xml version='1.0' encoding='UTF-16'?><a/>", .encoding, 1, 1),
            ("<?xml version='1.0' encoding='windows-1252'?><a/>", .encoding, 1, 1),
            ("<?xml version='1.0'><a/>", .malformed, 1, 1),
            // What is read is the declaration itself, and no word in it that looks like one.
            ("<?xml version='1.0' xencoding='ISO-8859-1'?><a/>", .malformed, 1, 1),
            ("<?xml encoding='UTF-8' version='1.0'?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0'encoding='UTF-8'?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0' encoding='UTF-8' encoding='ISO-8859-1'?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0' encoding='UTF-8\"?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0' encoding=''?><a/>", .malformed, 1, 1),
            ("<?xml version='1.0' standalone='maybe'?><a/>", .malformed, 1, 1),
        ] as [(String, XMLFault.Reason, Int, Int)]
    )
    func whatIsNoXMLIsNamedWithItsPlace(text: String, reason: XMLFault.Reason, line: Int, column: Int) {
        #expect(fault(text) == XMLFault(reason, line: line, column: column))
    }

    @Test func bytesThatAreNoCharactersAreNamed() {
        for (bytes, place) in [([0x3C, 0x61, 0xFF], 3), ([0xC3, 0x28], 1)] as [([UInt8], Int)] {
            #expect(throws: XMLFault(.notUTF8, line: 1, column: place)) { try read(bytes[...]) }
        }
        for bytes in [[0, 0x3C, 0, 0x61], [0x3C, 0, 0x61, 0]] as [[UInt8]] {
            #expect(throws: XMLFault(.encoding, line: 1, column: 1)) { try read(bytes[...]) }
        }
        // Half a unit, half a pair, UTF-32.
        for bytes in [[0xFE, 0xFF, 0, 0x3C, 0], [0xFE, 0xFF, 0xD8, 0x00, 0, 0x3C]] as [[UInt8]] {
            #expect(throws: XMLFault(.notUTF16, line: 1, column: 1)) { try read(bytes[...]) }
        }
        #expect(throws: XMLFault(.character, line: 1, column: 1)) {
            try read([0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0][...])
        }
    }

    // MARK: Limits

    @Test func nestingHasAnEnd() {
        let limits = XMLLimits()
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(fault(nested(limits.depthMax)) == nil)
        #expect(fault(nested(limits.depthMax + 1))?.reason == .tooDeep)
        #expect(fault(String(repeating: "<a>", count: 80_000))?.reason == .tooDeep)
    }

    @Test func elementsAttributesNamesAndTextsHaveAnEnd() {
        let limits = XMLLimits()
        func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
        #expect(fault("<a>" + times(limits.elementsMax - 1, "<b/>") + "</a>") == nil)
        #expect(fault("<a>" + times(limits.elementsMax, "<b/>") + "</a>")?.reason == .tooManyElements)
        let attributes = (0..<limits.attributesMax).map { " x\($0)=''" }.joined()
        #expect(fault("<a\(attributes)/>") == nil)
        #expect(fault("<a\(attributes) y=''/>")?.reason == .tooManyAttributes)
        #expect(fault("<\(times(limits.nameBytesMax, "a"))/>") == nil)
        #expect(fault("<\(times(limits.nameBytesMax + 1, "a"))/>")?.reason == .nameTooLong)
        let text = times(limits.textBytesMax, "x")
        #expect(fault("<a><b>\(text)</b></a>") == nil)
        #expect(fault("<a><b>\(text)x</b></a>")?.reason == .textTooLong)
        #expect(fault("<a><b>\(text)&#120;x</b></a>")?.reason == .textTooLong)
        #expect(fault("<a><b><![CDATA[\(text)]]>x</b></a>")?.reason == .textTooLong)
        #expect(fault("<a b='\(text)x'/>")?.reason == .textTooLong)
        // In what is left out too.
        #expect(fault("<a><b><c>\(text)x</c></b></a>")?.reason == .textTooLong)
    }

    /// A billion laughs, a quadratic blow-up, a file that is fetched: none begins.
    @Test func entitiesExplodeNowhere() {
        let laughs =
            "<!DOCTYPE l [<!ENTITY l0 'l'>"
            + (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }.joined()
            + "]><l>&l9;</l>"
        #expect(fault(laughs)?.reason == .documentType)
        #expect(fault("<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>")?.reason == .documentType)
        #expect(
            fault("<?xml version='1.0'?>\n<!DOCTYPE l [<!ENTITY x SYSTEM 'http://example.org/'>]><l>&x;</l>")?.reason
                == .documentType
        )
    }
}
