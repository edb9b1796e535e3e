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

/** Checks periodically that a stream's API key or session is still valid, once for all streams that share it. */
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

    /** Returns the check that all streams of a credential share; each call needs a later {@link #release}. */
    Check acquire(Credential credential) {
        return checks.compute(credential, (it, shared) -> {
            Check check = shared == null ? new Check(credential) : shared;
            check.users++;
            return check;
        });
    }

    void release(Credential credential) {
        checks.computeIfPresent(credential, (it, check) -> --check.users == 0 ? null : check);
    }

    /** The last known validity of one credential. */
    final class Check {

        private final Credential credential;
        private final ReentrantLock checking = new ReentrantLock();
        private int users;
        private volatile long checkedAt = System.nanoTime();
        private volatile boolean allowed = true;

        private Check(Credential credential) {
            this.credential = credential;
        }

        /** Returns the last result; at most one caller at a time renews it from the database. */
        boolean isAllowed() {
            if (System.nanoTime() - checkedAt > settings.rightsInterval().toNanos() && checking.tryLock()) {
                try {
                    checkedAt = System.nanoTime();
                    allowed = credentials.counts(credential);
                } catch (DataAccessException | TransactionException unreachable) {
                    LOG.debug("Cannot check a credential; streams get no new data either while the database is down");
                } finally {
                    checking.unlock();
                }
            }
            return allowed;
        }
    }
}
