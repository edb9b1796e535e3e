package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

@IsogradTest
class DashboardIntegrationTests {

    @Autowired
    private Api api;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs", "/jobs/job_1", "/sign-in"})
    void servesOnePageForAllAddressesOfTheDashboard(String path) {
        Api.Answer answer = api.send(api.anonymous(path).GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("Content-Type"))
                .startsWith(new ClassPathResource("static/index.html").exists() ? "text/html" : "text/plain");
    }

    @Test
    void answersNotFoundToMissingAssets() {
        assertThat(api.send(api.anonymous("/assets/missing.js").GET()).status()).isEqualTo(404);
    }

    @Test
    void allowsNoOtherOrigin() {
        Api.Answer answer = api.send(
                api.authorized("/me").header("Origin", "https://evil.example").GET());

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void reportsOnlyHealthWithoutKey() {
        for (String path :
                new String[] {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"}) {
            Api.Answer answer = api.send(api.anonymous(path).GET());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/status")).isEqualTo("UP");
            assertThat(answer.text()).doesNotContain("components");
        }
        assertThat(api.send(api.authorized("/../../actuator/env").GET()).status())
                .isNotEqualTo(200);
    }
}
