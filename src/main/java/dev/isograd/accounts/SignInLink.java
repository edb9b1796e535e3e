package dev.isograd.accounts;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints where the dashboard is and how to get in. */
@Component
@ConditionalOnRole(Role.API)
class SignInLink {

    private final SignIn signIn;
    private final AccountProperties properties;
    private final Environment environment;

    SignInLink(SignIn signIn, AccountProperties properties, Environment environment) {
        this.signIn = signIn;
        this.properties = properties;
        this.environment = environment;
    }

    /** To the terminal and not to the log: logs are copied to places where a way in should not be. */
    @EventListener(ApplicationReadyEvent.class)
    @SuppressWarnings("SystemOut")
    void print() {
        String port = environment.getProperty("local.server.port");
        if (port != null && properties.signInLink()) {
            System.out.printf(
                    "%n    Isograd is ready. This link signs your browser in, until the next restart:%n%n"
                            + "        http://localhost:%s/sign-in?token=%s%n%n",
                    port, signIn.token());
        }
    }
}
