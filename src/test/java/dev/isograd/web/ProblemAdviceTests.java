package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.ServletWebRequest;

@ExtendWith(OutputCaptureExtension.class)
class ProblemAdviceTests {

    private static final String LOGGED = "failed unexpectedly";

    private final ServletWebRequest request =
            new ServletWebRequest(new MockHttpServletRequest(), new MockHttpServletResponse());

    static Stream<Exception> disconnects() {
        ClientAbortException abort = new ClientAbortException(new IOException("Broken pipe"));
        return Stream.of(abort, new IOException(abort), new HttpMessageNotWritableException("Could not write", abort));
    }

    @ParameterizedTest
    @MethodSource("disconnects")
    void saysNothingAboutADisconnect(Exception disconnect, CapturedOutput log) {
        assertThat(new ProblemAdvice().unexpected(disconnect, request)).isNull();
        assertThat(log.getAll()).doesNotContain(LOGGED, "Broken pipe");
    }

    @Test
    void reportsABrokenConnectionToAnotherService(CapturedOutput log) {
        assertThat(new ProblemAdvice().unexpected(new IOException("Connection reset by peer"), request))
                .satisfies(answer -> assertThat(answer.getStatusCode().value()).isEqualTo(500));
        assertThat(log.getAll()).contains(LOGGED);
    }
}
