import FlyingFox
import FlyingSocks
import Glibc

extension HTTPAddress {
    static func isValid(ip4: String) -> Bool { (try? sockaddr_in.inet(ip4: ip4, port: 0)) != nil }

    static func isValid(ip6: String) -> Bool { (try? sockaddr_in6.inet6(ip6: ip6, port: 0)) != nil }

    var socketAddress: any SocketAddress {
        get throws {
            switch host {
            case .ip4(let host): try sockaddr_in.inet(ip4: host, port: port)
            case .ip6(let host): try sockaddr_in6.inet6(ip6: host, port: port)
            }
        }
    }

    init?(_ address: Socket.Address) {
        switch address {
        case .ip4(let host, let port): self.init(host: .ip4(host), port: port)
        case .ip6(let host, let port): self.init(host: .ip6(host), port: port)
        case .unix: return nil
        }
    }
}
