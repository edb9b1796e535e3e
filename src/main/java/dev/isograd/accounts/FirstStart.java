package dev.isograd.accounts;

import dev.isograd.Ids;
import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the administrator, a project and a key in an empty database, before the first request can come. */
@Component
class FirstStart implements SmartInitializingSingleton {

    static final String KEY_FILE = "admin.key";

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    // Any number nobody else uses: of several processes on one new database, one makes the account.
    private static final long ONLY_ONE = 0x15067AD0_0001L;

    private final Accounts accounts;
    private final Projects projects;
    private final ApiKeyService keys;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;
    private final Path keyFile;

    FirstStart(
            Accounts accounts,
            Projects projects,
            ApiKeyService keys,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock,
            IsogradProperties properties) {
        this.accounts = accounts;
        this.projects = projects;
        this.keys = keys;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.keyFile = properties.dataDir().resolve(KEY_FILE);
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> makeAdministrator());
    }

    private void makeAdministrator() {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, ONLY_ONE);
        if (accounts.count() > 0) {
            return;
        }
        Instant now = clock.instant();
        Account administrator = accounts.save(new Account(ids.next("acc"), "administrator", now));
        Project project = projects.save(new Project(ids.next("prj"), administrator, "default", now));
        // Before the commit: a key file without a key is replaced at the next start, a key without a file is lost.
        PrivateFiles.write(
                keyFile, keys.create(project.id(), "administrator").text().text() + "\n");
        log.info("Made the administrator; the API key is in {}", keyFile);
    }
}
