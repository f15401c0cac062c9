import Glibc

/// Ports of the loopback interface that nobody listens on.
enum FreePorts {
    /// Below 32768, where the ports of outgoing connections begin. Among those, a client that tries again and again to
    /// reach a killed broker is one day given the broker's own port, connects to itself, and the broker cannot come back.
    private static let range = 20_000..<32_000

    static func find(_ count: Int) throws -> [Int] {
        var found: [Int] = []
        for _ in 0..<1_000 {
            let port = Int.random(in: range)
            if !found.contains(port), isFree(port) { found.append(port) }
            if found.count == count { return found }
        }
        throw KafkaSupportError("no free port in \(range)")
    }

    /// Whether somebody accepts connections there.
    static func answers(_ port: Int) -> Bool {
        withSocket(port) { connect($0, $1, $2) }
    }

    private static func isFree(_ port: Int) -> Bool {
        withSocket(port) { socket, address, length in
            // As Java does: what is left of old connections is no obstacle.
            var yes: Int32 = 1
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            return bind(socket, address, length)
        }
    }

    private static func withSocket(_ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
