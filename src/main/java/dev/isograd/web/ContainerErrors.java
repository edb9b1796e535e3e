package dev.isograd.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Answers requests that Tomcat itself refuses in the same format as other errors. */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new Report());
        factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(Report.class.getName()));
    }

    /** Public with a public constructor, because Tomcat creates it by class name. */
    public static final class Report extends ErrorReportValve {

        private static final Logger LOG = LoggerFactory.getLogger(Report.class);

        /** Tomcat calls these errors of the server, although only the request causes them. */
        private static final Set<HttpStatus> OF_THE_CLIENT =
                Set.of(HttpStatus.NOT_IMPLEMENTED, HttpStatus.HTTP_VERSION_NOT_SUPPORTED);

        private static final String FORM = """
                {"type":"urn:isograd:problem:%s","title":"%s","status":%d,\
                "detail":"The request is malformed: its address or headers are invalid.",%s"code":"%s",\
                "requestId":"%s"}""";

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            HttpStatus status = status(response);
            response.setStatus(status.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            SecurityHeaders.ofData().forEach(response::setHeader);
            String id = UUID.randomUUID().toString();
            response.setHeader(RequestIds.HEADER, id);
            try {
                // A writer would add its character encoding to the type.
                response.getOutputStream().write(body(status, request, id).getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException gone) {
                LOG.debug("The client disconnected before it received the error", gone);
            }
        }

        private static HttpStatus status(Response response) {
            HttpStatus status = HttpStatus.resolve(response.getStatus());
            return status == null || OF_THE_CLIENT.contains(status) ? HttpStatus.BAD_REQUEST : status;
        }

        private static String body(HttpStatus status, Request request, String id) {
            String code = status.name().toLowerCase(Locale.ROOT);
            return FORM.formatted(
                    code.replace('_', '-'), status.getReasonPhrase(), status.value(), instance(request), code, id);
        }

        /** A valid URI contains no character that JSON would have to escape. */
        private static String instance(Request request) {
            URI instance = Problems.instance(request.getRequestURI());
            return instance == null ? "" : "\"instance\":\"%s\",".formatted(instance.toASCIIString());
        }
    }
}
