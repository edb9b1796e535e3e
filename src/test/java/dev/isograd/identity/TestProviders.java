package dev.isograd.identity;

import java.util.ArrayList;
import java.util.List;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The identity providers of the tests, and the settings that name them. */
final class TestProviders implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String CLIENT = "isograd-tests";
    static final String PROJECT = "prj_0000000000team";
    static final String OTHER_PROJECT = "prj_000000000other";
    static final String AUDIENCE = "https://isograd.example.org";

    /** Signs people in, without asking them. */
    static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

    static final String PROVIDER_ISSUER;
    static final CiIssuer GITHUB = new CiIssuer();
    static final CiIssuer GITLAB = new CiIssuer();

    static {
        PROVIDER.start();
        PROVIDER_ISSUER = PROVIDER.issuerUrl("people").toString();
        // Its first key takes longer on a busy machine than the service waits.
        PROVIDER.issueToken("people", "nobody", CLIENT);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<String> settings = new ArrayList<>(List.of(
                "isograd.oidc.issuer=" + PROVIDER_ISSUER,
                "isograd.oidc.client-id=" + CLIENT,
                "isograd.oidc.client-secret=secret",
                "isograd.oidc.name=Example",
                "isograd.oidc.admin-group=operators",
                "isograd.oidc.groups[0].group=readers",
                "isograd.oidc.groups[0].project=" + PROJECT,
                "isograd.oidc.groups[0].role=viewer",
                "isograd.oidc.groups[1].group=trainers",
                "isograd.oidc.groups[1].project=" + PROJECT,
                "isograd.oidc.groups[2].group=readers",
                "isograd.oidc.groups[2].project=prj_that_was_deleted"));
        settings.addAll(trusted(0, GITHUB, "octo/app", PROJECT, "branch=main", "role=member"));
        settings.addAll(
                trusted(1, GITHUB, "octo/app", PROJECT, "ref=refs/tags/v*", "environment=release", "role=admin"));
        settings.addAll(trusted(2, GITHUB, "octo/read-*", OTHER_PROJECT, "role=viewer", "claims.repository_id=7"));
        settings.addAll(trusted(3, GITLAB, "group/sub/app", PROJECT, "branch=main"));
        settings.addAll(trusted(4, GITHUB, "octo/app", OTHER_PROJECT, "branch=main", "role=viewer"));
        settings.addAll(trusted(5, GITHUB, "octo/app", "prj_that_was_deleted", "branch=main"));
        TestPropertyValues.of(settings).applyTo(context);
    }

    private static List<String> trusted(
            int number, CiIssuer issuer, String repository, String project, String... more) {
        String entry = "isograd.oidc.trusted[%d].".formatted(number);
        List<String> settings = new ArrayList<>(List.of(
                entry + "issuer=" + issuer.address(),
                entry + "audience=" + AUDIENCE,
                entry + "repository=" + repository,
                entry + "project=" + project));
        for (String setting : more) {
            settings.add(entry + setting);
        }
        return settings;
    }
}
