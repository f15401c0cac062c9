import FlyingFox
import FlyingSocks
import Foundation

/// Asks a process whether it is ready, from outside.
package enum HealthProbe {
    package static func ready(at address: HTTPAddress, timeoutSeconds: Double = 5) async -> Health {
        do {
            return try await withThrowingTaskGroup(of: Health.self) { group in
                group.addTask { try await ask(address) }
                group.addTask {
                    try await Task.sleep(for: .seconds(timeoutSeconds))
                    return .bad("\(address) did not answer in \(timeoutSeconds) s")
                }
                defer { group.cancelAll() }
                return try await group.next()!
            }
        } catch {
            return .bad("\(address) does not answer: \(error.localizedDescription)")
        }
    }

    private static func ask(_ address: HTTPAddress) async throws -> Health {
        var client = HTTPClient()
        let request = HTTPRequest(
            method: .GET,
            version: .http11,
            path: "/health/ready",
            query: [],
            headers: [.host: "\(address)", .connection: "close"],
            body: Data(),
        )
        let response = try await client.sendHTTPRequest(request, to: try address.socketAddress)
        if response.statusCode == .ok { return .good }
        let text = String(decoding: try await response.bodyData, as: UTF8.self)
        // An answer of somebody else on that port may be long.
        let line = text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(300)) } ?? ""
        return .bad(line.isEmpty ? "\(address) answered \(response.statusCode.code)" : line)
    }
}
