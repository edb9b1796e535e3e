package dev.isograd.uploads;

import dev.isograd.storage.KnownFiles;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files of complete uploads. */
@Component
class KnownUploadFiles implements KnownFiles {

    private final JdbcClient jdbc;

    KnownUploadFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> files() {
        return jdbc.sql("select key from upload where state = 'COMPLETE'")
                .query(String.class)
                .set();
    }

    @Override
    public Set<String> folders() {
        return Set.of();
    }
}
