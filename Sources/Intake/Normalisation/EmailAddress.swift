/// The one spelling of an e-mail address: in small letters.
enum EmailAddress {
    /// Nil when no mail can get there: one `@`, something before it, behind it a domain of at least two labels.
    static func normalised(_ text: String) -> String? {
        let address = Text.small(Text.tidied(text))
        var atSigns = 0
        var labelLength = 0
        var labels = 0
        var isAfterDot = true
        for byte in address.utf8 {
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ","), UInt8(ascii: ";"),
                UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "\\"):
                return nil
            case UInt8(ascii: "@"):
                guard atSigns == 0, !isAfterDot else { return nil }
                atSigns = 1
                labelLength = 0
                isAfterDot = true
            case UInt8(ascii: "."):
                guard !isAfterDot else { return nil }
                if atSigns == 1 { labels += 1 }
                labelLength = 0
                isAfterDot = true
            default:
                labelLength += 1
                isAfterDot = false
            }
        }
        guard atSigns == 1, labels >= 1, labelLength >= 2 else { return nil }
        return address
    }
}
