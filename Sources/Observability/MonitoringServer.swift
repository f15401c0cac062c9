import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Logging
import Stream

/// Answers whoever watches the process: `/health/live`, `/health/ready` and `/metrics`.
package struct MonitoringServer: Sendable {
    private let address: HTTPAddress
    private let log: any StreamLog
    private let lanes: @Sendable () -> [LaneReading]
    private let process: @Sendable () -> ProcessFacts
    /// Questions to the log block, so they are asked here and not on the cooperative pool. One at a time: impatient
    /// scrapers of a slow log would otherwise pile up.
    private let questions = DispatchQueue(label: "metrics")

    package init(
        _ address: HTTPAddress,
        log: any StreamLog,
        lanes: @escaping @Sendable () -> [LaneReading],
        process: @escaping @Sendable () -> ProcessFacts,
    ) {
        self.address = address
        self.log = log
        self.lanes = lanes
        self.process = process
    }

    /// Serves until the task is cancelled. Tells where it listens: the port may have been left to the system.
    package func run(onListening: @escaping @Sendable (HTTPAddress) -> Void) async throws {
        let server = HTTPServer(
            config: HTTPServer.Configuration(address: try address.socketAddress, timeout: 60, logger: .disabled)
        )
        await addRoutes(to: server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await server.run() } catch let error as SocketError {
                    throw MonitoringError("cannot serve HTTP on \(address): \(error.localizedDescription)")
                }
            }
            group.addTask {
                try await server.waitUntilListening(timeout: 60)
                if let bound = await server.listeningAddress.flatMap(HTTPAddress.init) { onListening(bound) }
            }
            // Not `waitForAll`: a port that is taken would wait for a listener that never comes.
            while try await group.next() != nil {}
        }
    }

    /// Serves until the task is cancelled, whatever happens: a server that fails is logged, and started again after a pause, which
    /// grows. It may fail because a port is taken, or because a process has no file descriptors left.
    package func runAlways(_ logger: Logger, pause: Duration = .seconds(1)) async {
        let longest = pause * 60
        var next = pause
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                try await run { address in
                    logger.info("metrics and health over HTTP", metadata: ["address": "\(address)"])
                }
                return
            } catch {
                if Task.isCancelled { return }
                logger.error(
                    "metrics and health are not served; tried again after a pause",
                    metadata: ["error": "\(error)", "pause": "\(next)"]
                )
            }
            try? await Task.sleep(for: next)
            next = ContinuousClock.now - start > longest ? pause : min(next * 2, longest)
        }
    }

    private func addRoutes(to server: HTTPServer) async {
        await server.appendRoute("GET /health/live") { _ in
            HTTPResponse(Health.live(lanes(), now: DispatchTime.now().uptimeNanoseconds))
        }
        await server.appendRoute("GET /health/ready") { _ in HTTPResponse(Health.ready(lanes())) }
        await server.appendRoute("GET /metrics") { _ in
            let page = await withCheckedContinuation { continuation in
                questions.async { continuation.resume(returning: reading.metricsPage) }
            }
            return HTTPResponse(.ok, type: "text/plain; version=0.0.4; charset=utf-8", page)
        }
    }

    private var reading: Reading {
        let lanes = lanes()
        return Reading(process: process(), lanes: lanes, ends: lanes.ends(in: log))
    }
}

package struct MonitoringError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

extension HTTPResponse {
    fileprivate init(_ health: Health) {
        switch health {
        case .good: self.init(.ok, type: "text/plain; charset=utf-8", "ok\n")
        case .bad(let reason):
            let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
            self.init(.serviceUnavailable, type: "text/plain; charset=utf-8", line + "\n")
        }
    }

    fileprivate init(_ status: HTTPStatusCode, type: String, _ text: String) {
        self.init(statusCode: status, headers: [.contentType: type], body: Data(text.utf8))
    }
}
