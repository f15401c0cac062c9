import Testing

@testable import KafkaClient

/// How long a coordinator is left to itself, by what commits took.
struct RespiteTests {
    @Test func aRefusalDoublesIt() {
        var respite = Respite()
        respite.learn(from: .milliseconds(25))
        #expect(respite.length == Respite.lengthMin * 2)
    }

    /// However often commits are refused it stays between its bounds, and once none is, it comes down to the shortest.
    @Test(arguments: 1...50) func itStaysBetweenItsBounds(between refusals: Int) {
        var respite = Respite()
        for commit in 0..<1_000 {
            respite.learn(from: .milliseconds(commit % refusals == 0 ? 25 : 3))
            #expect(Respite.lengthMin <= respite.length && respite.length <= Respite.lengthMax)
        }
        for _ in 0..<500 { respite.learn(from: .milliseconds(3)) }
        #expect(respite.length == Respite.lengthMin)
    }
}
