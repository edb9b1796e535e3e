package dev.isograd.accounts.members;

import dev.isograd.ConditionalOnRole;
import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import dev.isograd.Role;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Creates the administrator, a project and an API key in an empty database, before the server accepts requests. */
@Component
@ConditionalOnRole(Role.API)
class FirstStart implements SmartInitializingSingleton {

    static final String KEY_FILE = "admin.key";

    private static final String ADMINISTRATOR = "administrator";
    private static final String PROJECT = "default";
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    // An arbitrary lock number, so that only one of several processes on a new database creates the account.
    private static final long ONLY_ONE = 0x15067AD0_0001L;

    private final AccountService accounts;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final FirstKey chosen;
    private final Path keyFile;

    FirstStart(
            AccountService accounts,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            FirstKey chosen,
            IsogradProperties properties) {
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.chosen = chosen;
        this.keyFile = properties.dataDir().resolve(KEY_FILE);
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> createAdministrator());
    }

    private void createAdministrator() {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, ONLY_ONE);
        if (!accounts.isEmpty()) {
            return;
        }
        if (chosen.isChosen()) {
            accounts.openAdministrator(ADMINISTRATOR, PROJECT, chosen.firstKey());
            LOG.info("Created the administrator; the API key is the one in isograd.accounts.first-key");
            return;
        }
        AccountService.NewAccount administrator = accounts.open(ADMINISTRATOR, null, PROJECT, true);
        // Written before the commit: the next start replaces a file without a key, but a key without a file would be
        // lost.
        PrivateFiles.write(keyFile, administrator.key() + "\n");
        LOG.info("Created the administrator; the API key is in {}", keyFile);
    }
}
