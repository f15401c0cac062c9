import Foundation
import Testing

/// A number or a day that cannot be is one sentence and exit code 64, whatever the command.
@Suite struct OptionTests {
    @Test(arguments: [
        "stats --from 2011-12-31 --to 2011-03-28", "stats --from 2300-01-01 --to 2011-03-28", "stats --from 2011-02-30",
        "stats --to never", "stats across --floor 0", "stats across --floor=-5", "stats across --territory 059",
        "verify --findings=-1", "verify --findings 99999999999", "submit x --timeout=-inf", "submit x --timeout inf",
        "submit x --timeout nan", "submit x --timeout=-1", "submit x --timeout 1e300", "import x --timeout=-inf",
        "import x --timeout nan", "reviews decide r same --desk 59GES --timeout=-inf", "bench --submissions 2800000",
        "bench --submissions 999", "bench --submissions 99999999999999", "bench --year-size nan", "bench --year-size 0",
        "bench --year-size=-1", "bench --year-size 5", "bench --doubles=-1", "bench --doubles 99999999999",
        "bench --co-applicants nan", "bench --co-applicants 2", "bench --rounds 0", "bench --seconds=-3",
        "bench --records 1", "bench --kafka-year-size 0.0001", "bench --kafka-year-size inf", "bench --seed=-1",
        "demo --size nan", "demo --size 0", "demo --size 11", "demo --years 0", "demo --years 31", "demo --lanes 0",
        "demo --partitions 0", "demo --partitions 257", "up --lanes 0", "up --lanes 65", "up --keep-sent-days=-1",
        "up --keep-sent-days 99999999", "up --partitions=-1", "worker numbering --lanes=-2",
        "up --http 127.0.0.1:99999",
        "up --http 127.0.0.1:-1", "health --http nowhere", "topics plan --partitions 0 --kafka 127.0.0.1:9",
        "topics plan --replication 0 --kafka 127.0.0.1:9", "match sample --people 0 --output o --truth t",
        "match sample --people 99999999999 --output o --truth t", "match bench --people=-1", "match bench --probes 0",
        "match bench --people 99999999999", "match --input x --certain nan", "match --input x --doubtful inf",
        "match --input x --doubtful 9 --certain 1", "match --input x --errors=-1", "notices list --day 2011-13-01",
        "notices list --territory 999", "notices export --out o --notices-max 0", "notices export --out o --force",
        "notices export --out o --notices-max=-1", "notices elsewhere --again ailleurs-00001",
        "notices elsewhere --out o --force",
    ])
    func whatCannotBeIsASentence(line: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let result = try tool.run(line.split(separator: " ").map(String.init))
        #expect(result.status == 64, "\(result.status): \(result.errors)")
        let first = result.errors.split(separator: "\n").first ?? ""
        #expect(first.hasPrefix("Error: "), "\(result.errors)")
        #expect(!result.errors.contains("Fatal error"))
        let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
        #expect(!left.contains { $0.hasSuffix(".sqlite") }, "nothing is made")
    }
}
