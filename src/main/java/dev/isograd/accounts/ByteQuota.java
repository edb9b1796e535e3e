package dev.isograd.accounts;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The number of bytes that the files of a project may take. */
@Component
public class ByteQuota {

    /** Counts the bytes of one kind of files; each package that stores files of projects has such a bean. */
    public interface StoredBytes {

        long of(String project);
    }

    private final JdbcClient jdbc;
    private final ObjectProvider<StoredBytes> kinds;

    ByteQuota(JdbcClient jdbc, ObjectProvider<StoredBytes> kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
    }

    /**
     * Checks that a project has room for more bytes. Other checks of the project wait until the caller's transaction has
     * ended, so that two requests cannot take the same room.
     *
     * @throws AccountProblem if there is not enough room
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void check(String project, long more) {
        Optional<Long> most = jdbc.sql("select max_bytes from project where id = ? for no key update")
                .param(project)
                .query(Long.class)
                .optional();
        if (most.isPresent()) {
            long used = kinds.stream().mapToLong(kind -> kind.of(project)).sum();
            if (more > most.get() - used) {
                throw AccountProblem.quotaExceeded(most.get(), used, more);
            }
        }
    }
}
