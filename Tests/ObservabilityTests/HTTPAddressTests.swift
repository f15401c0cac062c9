import Observability
import Testing

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("127.0.0.1:9464", "127.0.0.1:9464", "127.0.0.1:9464"), ("0.0.0.0:80", "0.0.0.0:80", "127.0.0.1:80"),
        ("localhost:0", "127.0.0.1:0", "127.0.0.1:0"), ("[::]:9464", "[::]:9464", "[::1]:9464"),
        ("[::1]:1", "[::1]:1", "[::1]:1"), ("10.0.0.7:65535", "10.0.0.7:65535", "10.0.0.7:65535"),
    ])
    func addressIsReadAndAskedAtHome(text: String, listens: String, asked: String) throws {
        let address = try #require(HTTPAddress(text))
        #expect(address.description == listens)
        #expect(address.asked.description == asked)
    }

    @Test(arguments: [
        "", ":", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.256:80",
        "example.org:80", "::1:80", "[127.0.0.1]:80", "http://127.0.0.1:80",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(HTTPAddress(text) == nil)
    }
}
