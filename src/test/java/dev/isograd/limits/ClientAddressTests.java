package dev.isograd.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,192.0.2.7",
        "::ffff:192.0.2.7,192.0.2.7",
        "2001:db8:1:2:3:4:5:6,20010db800010002/64",
        "2001:db8:1:2::,20010db800010002/64",
        "2001:db8:1:3::,20010db800010003/64",
        "0:0:0:0:0:0:0:1,0000000000000000/64",
        "unknown,unknown",
        "'',''"
    })
    void countsAnIpv6AddressWithItsNetwork(String address, String network) {
        assertThat(ClientAddress.network(address)).isEqualTo(network);
    }

    @Test
    void keepsForwardedTextShort() {
        assertThat(ClientAddress.network("x".repeat(5000))).hasSize(64);
    }

    /** What a client writes into a header counts only if the setting for forwarded headers is on. */
    @Test
    void ignoresHeaders() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("192.0.2.7");
        request.addHeader("X-Forwarded-For", "203.0.113.9");

        assertThat(ClientAddress.of(request)).isEqualTo("192.0.2.7");
    }
}
