import FlyingFox
import FlyingSocks
import Foundation
import Logging
import Observability
import Schemas
import Stream
import Synchronization
import TestSupport
import Testing

/// The server, asked over a socket.
@Suite(.timeLimit(.minutes(1)))
struct MonitoringServerTests {
    private let log = SimulatedLog(random: SeededRandom(seed: 1))

    init() throws { try log.createTopics([.register], partitions: 2) }

    @Test func metricsAreOfTheMomentTheyAreAskedFor() async throws {
        let lanes = Lanes([.stub(partitions: [.stub(0), .stub(1)])])
        try await withServer(lanes) { address in
            let first = try await get("/metrics", at: address)
            #expect(first.status == 200)
            #expect(first.type == "text/plain; version=0.0.4; charset=utf-8")
            #expect(
                first.text.contains(#"kafka_consumergroup_lag_sum{consumergroup="nu.numbering",topic="nu.register"} 0"#)
            )

            let record = OutgoingRecord(.stub(1), key: nil, value: [1], timestamp: 0)
            try log.append([record, record, record])
            let second = try await get("/metrics", at: address)
            #expect(second.text.contains(#"nu_lag_records{worker="numbering",topic="nu.register",partition="1"} 3"#))

            lanes.set([.stub(partitions: [.stub(1, position: 2)])])
            let third = try await get("/metrics", at: address)
            #expect(third.text.contains(#"nu_lag_records{worker="numbering",topic="nu.register",partition="1"} 1"#))
            #expect(third.text.contains(#"nu_build_info{version="1.2.3"} 1"#))
        }
    }

    /// What the log does not know is left out; everything else is still told.
    @Test func logThatDoesNotAnswerCostsTheLagAlone() async throws {
        let unknown = PartitionStatus(TopicPartition("nu.elsewhere", 0), position: 0, rowsLeft: nil)
        try await withServer(Lanes([.stub(partitions: [unknown])])) { address in
            let answer = try await get("/metrics", at: address)
            #expect(answer.status == 200)
            #expect(!answer.text.contains("nu_lag_records{"))
            #expect(answer.text.contains(#"nu_assigned_partitions{worker="numbering",lane="0"} 1"#))
        }
    }

    @Test func healthFollowsTheLanes() async throws {
        let lanes = Lanes([.justStepped(hasPolled: false)])
        try await withServer(lanes) { address in
            #expect(try await get("/health/live", at: address) == Answer(200, "text/plain; charset=utf-8", "ok\n"))
            let reason = "lane numbering-a-0 has not joined its group yet"
            #expect(
                try await get("/health/ready", at: address) == Answer(503, "text/plain; charset=utf-8", reason + "\n")
            )
            #expect(await HealthProbe.ready(at: address) == .bad(reason))

            lanes.set([.justStepped()])
            #expect(try await get("/health/ready", at: address).status == 200)
            #expect(await HealthProbe.ready(at: address) == .good)

            lanes.set([.justStepped(failure: LogError(.storage, .restart, "one line\nand another"))])
            let failed = try await get("/health/live", at: address)
            #expect(failed.status == 503)
            let line = "lane numbering-a-0 failed: one line and another [storage, remedy: restart]"
            #expect(failed.text == line + "\n")
            #expect(await HealthProbe.ready(at: address) == .bad(line))
        }
    }

    @Test func everythingElseIsNotThere() async throws {
        try await withServer(Lanes([])) { address in
            for path in ["/", "/metrics/x", "/health", "/health/live/x"] {
                let answer = try await get(path, at: address)
                #expect(answer.status == 404, "\(path)")
            }
            let posted = try await get("/metrics", at: address, method: .POST)
            #expect(posted.status == 404)
        }
    }

    @Test func takenPortIsAClearError() async throws {
        try await withServer(Lanes([])) { address in
            let error = await #expect(throws: MonitoringError.self) {
                try await withServer(Lanes([]), at: address) { _ in }
            }
            let text = try #require(error).description
            #expect(text.hasPrefix("cannot serve HTTP on \(address): "))
            #expect(text.hasSuffix("already in use"))
        }
    }

    /// A server that fails is logged and started again: it ends with its task, and never ends anything else.
    @Test func aServerThatFailsIsStartedAgain() async throws {
        let lines = Lines()
        let running = Mutex<Task<Void, Never>?>(nil)
        try await withServer(Lanes([])) { address in
            // The port is taken while this one is served.
            let server = MonitoringServer(address, log: log, lanes: { [] }) { .stub() }
            running.withLock { $0 = Task { await server.runAlways(lines.logger, pause: .milliseconds(20)) } }
            while lines.errors < 2 { try await Task.sleep(for: .milliseconds(10)) }
        }
        while lines.address == nil { try await Task.sleep(for: .milliseconds(10)) }
        let address = try #require(lines.address.flatMap { HTTPAddress($0) })
        #expect(try await get("/health/live", at: address).status == 200)
        let task = try #require(running.withLock { $0 })
        task.cancel()
        await task.value
    }

    @Test func nobodyThereIsNotReady() async throws {
        let left = Mutex<HTTPAddress?>(nil)
        try await withServer(Lanes([])) { address in left.withLock { $0 = address } }
        let address = try #require(left.withLock { $0 })
        guard case .bad(let reason) = await HealthProbe.ready(at: address) else {
            Issue.record("a server that has ended is not ready")
            return
        }
        #expect(reason.hasPrefix("\(address) does not answer: "))
    }
}

extension MonitoringServerTests {
    /// What the lanes are at this moment.
    private final class Lanes: Sendable {
        private let readings: Mutex<[LaneReading]>

        init(_ readings: [LaneReading]) { self.readings = Mutex(readings) }

        func get() -> [LaneReading] { readings.withLock { $0 } }

        func set(_ readings: [LaneReading]) { self.readings.withLock { $0 = readings } }
    }

    /// What was logged.
    private final class Lines: Sendable {
        private let found = Mutex<(errors: Int, address: String?)>((0, nil))

        var errors: Int { found.withLock { $0.errors } }
        var address: String? { found.withLock { $0.address } }

        var logger: Logger {
            var logger = Logger(label: "test") { _ in Handler(lines: self) }
            logger.logLevel = .info
            return logger
        }

        struct Handler: LogHandler {
            let lines: Lines
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.info

            init(lines: Lines) { self.lines = lines }

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                lines.found.withLock { found in
                    if event.level == .error { found.errors += 1 }
                    if let address = event.metadata?["address"] { found.address = "\(address)" }
                }
            }
        }
    }

    private struct Answer: Equatable {
        var status: Int
        var type: String?
        var text: String

        init(_ status: Int, _ type: String?, _ text: String) {
            self.status = status
            self.type = type
            self.text = text
        }
    }

    /// Serves on a free port while `body` runs.
    private func withServer(
        _ lanes: Lanes,
        at address: HTTPAddress = HTTPAddress(host: .ip4("127.0.0.1"), port: 0),
        _ body: (HTTPAddress) async throws -> Void,
    ) async throws {
        let server = MonitoringServer(address, log: log, lanes: lanes.get) { .stub() }
        let (addresses, listening) = AsyncThrowingStream.makeStream(of: HTTPAddress.self)
        let running = Task {
            do { try await server.run { listening.yield($0) } } catch { listening.finish(throwing: error) }
        }
        for try await address in addresses {
            try await body(address)
            break
        }
        running.cancel()
        await running.value
    }

    private func get(_ path: String, at address: HTTPAddress, method: HTTPMethod = .GET) async throws -> Answer {
        var client = HTTPClient()
        let request = HTTPRequest(
            method: method,
            version: .http11,
            path: path,
            query: [],
            headers: [.connection: "close"],
            body: Data(),
        )
        guard case .ip4(let host) = address.host else { preconditionFailure("these tests listen on 127.0.0.1") }
        let response = try await client.sendHTTPRequest(request, to: .inet(ip4: host, port: address.port))
        let text = String(decoding: try await response.bodyData, as: UTF8.self)
        return Answer(response.statusCode.code, response.headers[.contentType], text)
    }
}

extension LaneReading {
    /// By the real clock: the server reads it.
    fileprivate static func justStepped(hasPolled: Bool = true, failure: LogError? = nil) -> LaneReading {
        var reading = LaneReading.stub(hasPolled: hasPolled, failure: failure)
        reading.status.lastStep = DispatchTime.now().uptimeNanoseconds
        return reading
    }
}
