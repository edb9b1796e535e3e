package dev.isograd.accounts.signin;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.AccountProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints a link that opens the dashboard and signs the browser in. */
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

    /** Prints to the terminal instead of the log, because logs are copied to places where a credential must not appear. */
    @EventListener(ApplicationReadyEvent.class)
    @SuppressWarnings("SystemOut")
    void print() {
        String port = environment.getProperty("local.server.port");
        if (port != null && properties.signInLink()) {
            System.out.printf(
                    "%n    Isograd is ready. This link signs your browser in. It works once, within %d minutes:%n%n"
                            + "        http://localhost:%s/sign-in?token=%s%n%n",
                    SignIn.VALID_FOR.toMinutes(), port, signIn.issue());
        }
    }
}
