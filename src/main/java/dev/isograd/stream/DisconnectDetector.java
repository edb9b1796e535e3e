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
 * Notices that a client has hung up, although nothing is being sent to it.
 *
 * <p>The servlet API tells only those who write, and of those the first still succeeds. Tomcat can look whether there is
 * anything to be read, and the end of a connection is.
 */
@Component
class DisconnectDetector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String ATTRIBUTE = DisconnectDetector.class.getName();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextValves(new Watch());
    }

    /** To be asked by the request's own thread, after it has read the body or where there is none. */
    static BooleanSupplier gone(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BooleanSupplier watch ? watch : () -> false;
    }

    private static final class Watch extends ValveBase {

        Watch() {
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
