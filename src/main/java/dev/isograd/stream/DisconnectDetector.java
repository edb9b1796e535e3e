package dev.isograd.stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Detects that a client has disconnected while nothing is being sent to it.
 *
 * <p>The servlet API reports a disconnect only to a write, and the first write still succeeds. Tomcat can check whether
 * there is something to read, which is also true at the end of a connection.
 */
@Component
class DisconnectDetector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String ATTRIBUTE = DisconnectDetector.class.getName();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextValves(new ConnectionCheck());
    }

    /** Returns a check for the request's own thread to call; the request must have no body, or one that was read. */
    static BooleanSupplier disconnected(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BooleanSupplier check ? check : () -> false;
    }

    private static final class ConnectionCheck extends ValveBase {

        ConnectionCheck() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            org.apache.coyote.Request connection = request.getCoyoteRequest();
            request.setAttribute(ATTRIBUTE, (BooleanSupplier) () -> {
                connection.action(ActionCode.AVAILABLE, Boolean.TRUE);
                return connection.getAvailable() > 0;
            });
            getNext().invoke(request, response);
        }
    }
}
