package dev.isograd.stream;

import dev.isograd.accounts.CredentialLookup;
import dev.isograd.accounts.CredentialLookup.Credential;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks again and again whether clients may still read: once for all streams of one key or session. */
@Component
class CredentialRecheck {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialRecheck.class);

    private final Map<Credential, Check> checks = new ConcurrentHashMap<>();
    private final CredentialLookup credentials;
    private final StreamProperties settings;

    CredentialRecheck(CredentialLookup credentials, StreamProperties settings) {
        this.credentials = credentials;
        this.settings = settings;
    }

    /** Until {@link #forget}, which has to follow for each call. */
    Check watch(Credential credential) {
        return checks.compute(credential, (it, shared) -> {
            Check check = shared == null ? new Check(credential) : shared;
            check.users++;
            return check;
        });
    }

    void forget(Credential credential) {
        checks.computeIfPresent(credential, (it, check) -> --check.users == 0 ? null : check);
    }

    /** What was last found out about one credential. */
    final class Check {

        private final Credential credential;
        private final ReentrantLock asking = new ReentrantLock();
        private int users;
        private volatile long askedAt = System.nanoTime();
        private volatile boolean allowed = true;

        private Check(Credential credential) {
            this.credential = credential;
        }

        /** Of all who ask at once, one goes to the database; the others take what was known. */
        boolean isAllowed() {
            if (System.nanoTime() - askedAt > settings.rightsInterval().toNanos() && asking.tryLock()) {
                try {
                    askedAt = System.nanoTime();
                    allowed = credentials.counts(credential);
                } catch (DataAccessException | TransactionException unreachable) {
                    LOG.debug("Who may still read is looked at later; nothing new can be read by then either");
                } finally {
                    asking.unlock();
                }
            }
            return allowed;
        }
    }
}
