package dev.isograd.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInAddressesTests {

    @ParameterizedTest
    @ValueSource(strings = {"/jobs", "/jobs/job_1?tab=log&x=%2F", "/datasets/pets@2", "/workers", "/"})
    void returnsToPagesOfTheDashboard(String page) {
        assertThat(SignInAddresses.local(page)).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jobs",
                "//evil.example.org",
                "///evil.example.org",
                "/\\evil.example.org",
                "\\\\evil.example.org",
                "/jobs//evil.example.org",
                "/\t/evil.example.org",
                "/\n/evil.example.org",
                " //evil.example.org",
                "https://evil.example.org",
                "https:evil.example.org",
                "javascript:alert(1)",
                "data:text/html,x",
                "/jobs\r\nSet-Cookie: a=b",
                "/jobs#x",
                "/jöbs",
                "/api/v1/oidc/sign-in",
                "/sign-in?problem=cancelled"
            })
    void leadsNowhereElse(String page) {
        assertThat(SignInAddresses.local(page)).isEqualTo("/jobs");
    }

    @Test
    void leadsToNoEndlessPage() {
        assertThat(SignInAddresses.local(null)).isEqualTo("/jobs");
        assertThat(SignInAddresses.local("/" + "x".repeat(1_000))).isEqualTo("/jobs");
    }
}
