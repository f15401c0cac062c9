/// Where a server listens: `127.0.0.1:9464`, `[::1]:9464`. Addresses, not names: a listener does not look names up.
package struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Host: Hashable, Sendable {
        case ip4(String)
        case ip6(String)
    }

    package var host: Host
    /// 0 takes a free one.
    package var port: UInt16

    package init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Nil for what is no address and port.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        if host == "localhost" {
            self.init(host: .ip4("127.0.0.1"), port: port)
        } else if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = String(host.dropFirst().dropLast())
            guard HTTPAddress.isValid(ip6: inner) else { return nil }
            self.init(host: .ip6(inner), port: port)
        } else {
            guard HTTPAddress.isValid(ip4: String(host)) else { return nil }
            self.init(host: .ip4(String(host)), port: port)
        }
    }

    /// Where a process on the same machine asks: one that listens everywhere is asked at home.
    package var asked: HTTPAddress {
        switch host {
        case .ip4("0.0.0.0"): HTTPAddress(host: .ip4("127.0.0.1"), port: port)
        case .ip6("::"): HTTPAddress(host: .ip6("::1"), port: port)
        case .ip4, .ip6: self
        }
    }

    package var description: String {
        switch host {
        case .ip4(let host): "\(host):\(port)"
        case .ip6(let host): "[\(host)]:\(port)"
        }
    }
}
