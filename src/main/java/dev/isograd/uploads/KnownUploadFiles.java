package dev.isograd.uploads;

import dev.isograd.storage.KnownFiles;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The folders of uploads: one store keeps an upload as a file, the other as a folder of parts. */
@Component
class KnownUploadFiles implements KnownFiles {

    private final JdbcClient jdbc;

    KnownUploadFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> files() {
        return Set.of();
    }

    @Override
    public Set<String> folders() {
        return jdbc.sql("select key || '/' from upload")
                .query((row, number) -> row.getString(1))
                .set();
    }
}
