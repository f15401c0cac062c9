import ArgumentParser
import Foundation
import Matching

/// A model as JSON.
enum ModelFile {
    static func read(_ path: String) throws -> Model {
        do {
            let model = try JSONDecoder().decode(Model.self, from: Files.read(path)).raised
            try model.validate()
            return model
        } catch let fault as Model.Fault {
            throw ValidationError("\(path): \(fault)")
        } catch let error as DecodingError {
            throw ValidationError("\(path) is no model: \(error)")
        }
    }

    static func write(_ model: Model, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(model) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
    }
}
