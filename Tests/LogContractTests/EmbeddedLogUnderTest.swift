import EmbeddedLog
import Foundation
import Schemas
import Stream

struct EmbeddedLogUnderTest: LogUnderTest {
    var testDescription: String { "EmbeddedLog" }

    func makeStorage() throws -> any LogStorage { try Storage() }

    final class Storage: LogStorage {
        private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(at: folder)
        }

        func open() throws -> any StreamLog {
            var settings = EmbeddedLog.Settings()
            settings.tombstoneMilliseconds = 0
            // Small, so that a few records make several batches.
            settings.segmentRecords = 7
            return try EmbeddedLog(path: folder.appendingPathComponent("log.sqlite").path, settings: settings)
        }

        func compact(_ topic: Topic, of log: any StreamLog) throws {
            try (log as! EmbeddedLog).compact(topic.name)
        }
    }
}
