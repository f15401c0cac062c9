import Register

// Kinds of field. Each puts the value in its normal form and refuses it where it stands; `missing` says how an absent
// one is refused, nil that it may be absent. They return whether there is a good value to look at further.
extension Examination {
    @discardableResult
    mutating func text(
        _ value: inout String,
        _ field: StaticString,
        max: Int,
        missing: AnomalyCode? = nil,
    ) -> Bool {
        switch Text.spelling(value) {
        case .tidy: break
        case .untidy: value = Text.tidied(value)
        case .forbidden:
            refuse(.badCharacters, field)
            return false
        }
        guard !value.isEmpty else {
            if let missing { refuse(missing, field) }
            return false
        }
        return isWithin(value, max, field)
    }

    /// A person's name: as written, with a letter in it, and in one script.
    mutating func name(_ value: inout String, _ field: StaticString, missing: AnomalyCode?) {
        guard text(&value, field, max: settings.nameLengthMax, missing: missing) else { return }
        let hasLetter = value.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A: true
            case 0..<0x80: false
            default: scalar.properties.isAlphabetic
            }
        }
        if !hasLetter || Text.mixesScripts(value) { refuse(.badCharacters, field) }
    }

    /// A code of an open list: any code a list could have is kept.
    @discardableResult
    mutating func code(_ value: inout String, _ field: StaticString, item: Int? = nil, missing: AnomalyCode? = nil)
        -> Bool
    {
        if value.isEmpty && missing == nil { return false }
        value = Text.code(value)
        guard !value.isEmpty else {
            if let missing { refuse(missing, field, item: item) }
            return false
        }
        guard isWithin(value, settings.codeLengthMax, field, item: item) else { return false }
        for byte in value.utf8 where !Text.isCodeByte(byte) {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"): continue
            default:
                refuse(.badCharacters, field, item: item)
                return false
            }
        }
        return true
    }

    /// A code of a list that the law closes.
    mutating func listed<C: Code>(_ value: inout String, _ field: StaticString, as: C.Type, missing: AnomalyCode? = nil)
    {
        guard code(&value, field, missing: missing) else { return }
        if !C(value).isKnown { refuse(.unknownCode, field) }
    }

    /// A list of codes. Empty items and repeated ones say nothing and are left out.
    mutating func codes(
        _ values: inout [String],
        _ field: StaticString,
        max: Int,
        missing: AnomalyCode? = nil,
        _ examine: (inout Examination, String, Int) -> Void = { _, _, _ in },
    ) {
        guard values.count <= max else { return refuse(.tooMany, field) }
        for index in values.indices where code(&values[index], field, item: index) {
            examine(&self, values[index], index)
        }
        Examination.leaveOutRepeated(&values)
        if values.isEmpty, let missing { refuse(missing, field) }
    }

    /// A code of the form: of its list, where the version of the form is one whose lists are known; else as it came.
    mutating func formCode<List: Code>(_ value: inout String, _ field: StaticString, of: List.Type) {
        guard code(&value, field), version.hasListedCodes else { return }
        if !List(value).isKnown { refuse(.unknownCode, field) }
    }

    /// The same of several.
    mutating func formCodes<List: Code>(
        _ values: inout [String],
        _ field: StaticString,
        of: List.Type,
        max: Int,
        missing: AnomalyCode? = nil,
    ) {
        codes(&values, field, max: max, missing: missing) { examination, value, item in
            if examination.version.hasListedCodes, !List(value).isKnown {
                examination.refuse(.unknownCode, field, item: item)
            }
        }
    }

    static func leaveOutRepeated(_ values: inout [String]) {
        var index = 0
        while index < values.count {
            if values[index].isEmpty || values[..<index].contains(values[index]) {
                values.remove(at: index)
            } else {
                index += 1
            }
        }
    }

    mutating func date(_ value: inout String, _ field: StaticString, missing: AnomalyCode? = nil) -> CivilDate? {
        value = Text.tidied(value)
        if value.isEmpty {
            if let missing { refuse(missing, field) }
            return nil
        }
        guard let date = CivilDate(iso: value) else {
            refuse(.notADate, field)
            return nil
        }
        return date
    }

    /// A day that must have come by the day of reception.
    @discardableResult
    mutating func pastDate(
        _ value: inout String,
        _ field: StaticString,
        missing: AnomalyCode? = nil,
        inFuture: AnomalyCode = .dateInFuture,
    ) -> CivilDate? {
        guard let date = date(&value, field, missing: missing) else { return nil }
        guard date <= day else {
            refuse(inFuture, field)
            return nil
        }
        return date
    }

    mutating func birthDate(_ value: inout String, _ field: StaticString, missing: AnomalyCode?) {
        guard let birth = date(&value, field, missing: missing) else { return }
        if birth > day || birth.adding(months: settings.ageYearsMax * 12) < day { refuse(.impossibleBirthDate, field) }
    }

    /// The unique number of an application of this territory.
    @discardableResult
    mutating func uniqueNumber(_ value: inout String, _ field: StaticString) -> UniqueNumber? {
        value = Text.compact(value)
        guard !value.isEmpty else {
            refuse(.missingField, field)
            return nil
        }
        let number: UniqueNumber
        do throws(UniqueNumber.ParseError) { number = try UniqueNumber.parse(value) } catch {
            refuse(.badUniqueNumber, field)
            return nil
        }
        if let territory, number.territory != territory { refuse(.numberOfAnotherTerritory, field) }
        return number
    }

    mutating func siren(_ value: inout String, _ field: StaticString, missing: AnomalyCode? = nil) {
        value = Text.compact(value)
        if value.isEmpty {
            if let missing { refuse(missing, field) }
        } else if SIREN(value) == nil {
            refuse(.badSIREN, field)
        }
    }

    /// A SIREN and five digits. The key over all fourteen is not checked: some establishments of the Post have none.
    mutating func siret(_ value: inout String, _ field: StaticString) {
        if value.isEmpty { return }
        value = Text.compact(value)
        guard !value.isEmpty else { return }
        let isSIRET =
            value.utf8.count == 14 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && SIREN(String(value.prefix(9))) != nil
        if !isSIRET { refuse(.badSIRET, field) }
    }

    /// An INSEE code where someone lives or works: a commune, an overseas community (977, 978, 98…), a country (99…).
    mutating func place(_ value: inout String, _ field: StaticString) {
        if value.isEmpty { return }
        value = Text.compact(value)
        if value.isEmpty || CommuneCode(code: value) != nil { return }
        let isElsewhere =
            value.utf8.count == 5 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && ["977", "978", "98", "99"].contains { value.hasPrefix($0) }
        if !isElsewhere { refuse(.unknownCommune, field) }
    }

    /// An amount of money that is never negative.
    mutating func amount(_ value: Int64, _ field: StaticString, max: Int64) {
        if value < 0 { refuse(.badAmount, field) } else if value > max { refuse(.badNumber, field) }
    }

    mutating func count(_ value: Int32, _ field: StaticString, max: Int) {
        if value < 0 || Int(value) > max { refuse(.badNumber, field) }
    }

    private mutating func isWithin(_ value: String, _ max: Int, _ field: StaticString, item: Int? = nil) -> Bool {
        // A character has at least one byte.
        if value.utf8.count <= max || value.unicodeScalars.count <= max { return true }
        refuse(.tooLong, field, item: item)
        return false
    }
}
