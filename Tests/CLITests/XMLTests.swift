import EmbeddedLog
import Foundation
import Register
import Schemas
import Stream
import TestSupport
import Testing

/// A message of the ministry's interface, from a file to the answer, and to the desk that another one's concerns.
@Suite(.serialized)
struct XMLTests {
    /// Yesterday, so that no midnight passes between the file and its reception.
    private let day = CivilDate.paris(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).adding(days: -1)

    private func write(_ name: String, as file: String, in tool: Tool, _ changes: [String: String] = [:]) throws {
        var text = try MinistryMessages.text(name).replacing("2012-04-12", with: day.iso)
        for (old, new) in changes { text = text.replacing(old, with: new) }
        try Data(text.utf8).write(to: tool.folder.appendingPathComponent(file))
    }

    private static func text(of element: String, in answer: String) -> String? {
        guard let start = answer.firstRange(of: "<nuu:\(element)>"),
            let end = answer.firstRange(of: "</nuu:\(element)>")
        else { return nil }
        return String(answer[start.upperBound..<end.lowerBound])
    }

    @Test func aMessageIsAnsweredAsOneAndItsDeskIsToldOfOthers() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        try tool.addDesk("G5902")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            if up.isRunning { up.terminate() }
            up.waitUntilExit()
        }
        func submit(_ file: String) throws -> Tool.Result { try tool.run("submit", file, "--log", tool.log) }

        try write("creation", as: "creation.xml", in: tool)
        let filed = try submit("creation.xml")
        #expect(filed.status == 0, "\(filed.output) \(filed.errors)")
        #expect(XMLTests.text(of: "typeFichier", in: filed.output) == "RET")
        let number = try #require(XMLTests.text(of: "numUnique", in: filed.output).flatMap(UniqueNumber.init))
        #expect(number.desk.code == "G5901")
        #expect(filed.output.contains("issue=\"ENREGISTREE\""))

        // The same file again is the same submission; what the register does not know is said.
        let again = try submit("creation.xml")
        #expect(again.output.contains("dejaRepondu=\"true\""))
        #expect(XMLTests.text(of: "numUnique", in: again.output) == number.text)

        try write("renewal", as: "renewal.xml", in: tool, [SubmissionFixtures.number: number.text])
        let early = try submit("renewal.xml")
        #expect(early.status == 1)
        #expect(early.output.contains("<nuu:anomalie code=\"NU_0701\">"))
        #expect(early.output.contains("<nuu:chemin>/interfaceNuu/demande/demandeLogement/numUnique</nuu:chemin>"))

        // Another desk changes the file.
        try write(
            "modification",
            as: "MODIFICATION.XML",
            in: tool,
            [
                SubmissionFixtures.number: number.text, ">G5901<": ">G5902<",
                "<nuu:entete>": "<nuu:entete><nuu:lot>3</nuu:lot>",
            ]
        )
        let changed = try submit("MODIFICATION.XML")
        #expect(changed.status == 0, "\(changed.output) \(changed.errors)")
        #expect(changed.output.contains("<reg:nonLu>/interfaceNuu/entete/lot</reg:nonLu>"))
        let verdict = try tool.run("verify", "--log", tool.log)
        #expect(verdict.status == 0, "\(verdict.output)")

        up.terminate()
        up.waitUntilExit()
        let log = try EmbeddedLog(path: tool.log)
        var dispatches: [String] = []
        for partition in 0..<(try log.partitionCount(of: Topic.dispatches.name)) {
            let batch = try log.read(TopicPartition(Topic.dispatches.name, partition), from: 0, limit: 10)
            for record in batch.records {
                #expect(record.key.map { String(decoding: $0, as: UTF8.self) } == "G5901")
                #expect(record.header(HeaderName.contentType) == "application/xml")
                dispatches.append(String(decoding: record.value ?? [], as: UTF8.self))
            }
        }
        #expect(dispatches.count == 1)
        let dispatch = dispatches.first ?? ""
        #expect(XMLTests.text(of: "typeFichier", in: dispatch) == "DIS")
        #expect(XMLTests.text(of: "numUnique", in: dispatch) == number.text)
        #expect(dispatch.contains("<reg:diffusion operation=\"MOD\" le=\"\(day.iso)\" par=\"G5902\"/>"))
        #expect(!dispatch.contains("Delattre"))
    }

    @Test func whatIsNoMessageIsNamedAndNotPublished() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        try Data("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".utf8)
            .write(to: tool.folder.appendingPathComponent("bomb.xml"))
        let result = try tool.run("submit", "bomb.xml", "--log", tool.log)
        #expect(result.status == 1)
        #expect(result.errors.contains("line 1, column 1: a document type is not accepted"))
    }
}
