package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

class ErrorPageTests {

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void setsRetryAfter(int status) {
        assertThat(headers(status).getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
    }

    @Test
    void marksConflictsAsNotRetryable() {
        assertThat(headers(409).getFirst("x-should-retry")).isEqualTo("false");
    }

    @Test
    void advisesNothingAboutOtherErrors() {
        assertThat(headers(400).headerNames()).containsExactly(HttpHeaders.CONTENT_TYPE);
    }

    private static HttpHeaders headers(int status) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/jobs");
        return new ErrorPage().error(request).getHeaders();
    }
}
