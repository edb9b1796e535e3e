package dev.isograd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class PublicUrlTests {

    @ParameterizedTest
    @CsvSource({
        "https://isograd.example.org",
        "https://isograd.example.org/",
        "http://isograd.example.org:8080",
        "https://example.org/isograd"
    })
    void beginsWithTheConfiguredAddress(String configured) {
        PublicUrl url = new PublicUrl(configured, on("127.0.0.1"));

        assertThat(url.of("/api/v1/x?y=z")).isEqualTo(configured.replaceAll("/$", "") + "/api/v1/x?y=z");
    }

    @Test
    void isLocalIfOnlyThisMachineReachesTheService() {
        assertThat(new PublicUrl("", on("127.0.0.1")).of("/x")).isEqualTo("http://localhost:8123/x");
    }

    @Test
    void isRelativeOtherwise() {
        assertThat(new PublicUrl("", on("0.0.0.0")).of("/x")).isEqualTo("/x");
        assertThat(new PublicUrl("", on("")).of("/x")).isEqualTo("/x");
        MockEnvironment behindProxy = on("127.0.0.1").withProperty("server.forward-headers-strategy", "framework");
        assertThat(new PublicUrl("", behindProxy).of("/x")).isEqualTo("/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isograd.example.org",
                "ftp://x",
                "/x",
                "https://",
                "https://user@x",
                "https://x?y",
                "https://x#y",
                "a b"
            })
    void refusesOtherSettings(String configured) {
        assertThatThrownBy(() -> new PublicUrl(configured, on("127.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static MockEnvironment on(String address) {
        return new MockEnvironment().withProperty("local.server.port", "8123").withProperty("server.address", address);
    }
}
