package dev.isograd.uploads;

import dev.isograd.DatabaseClock;
import dev.isograd.accounts.ByteQuota;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.PartedArtifacts.Begun;
import dev.isograd.artifacts.PartedArtifacts.Parted;
import dev.isograd.audit.AuditLog;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table of uploads. No method calls the artifact store, so that a slow store holds no connection. */
@Component
@Transactional
class Uploads implements ByteQuota.StoredBytes {

    private static final Pattern ID = Pattern.compile("upl_[0-9a-z]{26}");

    private final JdbcClient jdbc;
    private final IdempotentRequests requests;
    private final ByteQuota quota;
    private final ObjectProvider<UploadUses> uses;
    private final AuditLog audit;
    private final DatabaseClock clock;
    private final UploadProperties settings;

    Uploads(
            JdbcClient jdbc,
            IdempotentRequests requests,
            ByteQuota quota,
            ObjectProvider<UploadUses> uses,
            AuditLog audit,
            DatabaseClock clock,
            UploadProperties settings) {
        this.jdbc = jdbc;
        this.requests = requests;
        this.quota = quota;
        this.uses = uses;
        this.audit = audit;
        this.clock = clock;
        this.settings = settings;
    }

    /** Stores a new upload, or returns that of the first request with the same key. */
    Upload create(
            String id,
            String project,
            Parted file,
            @Nullable String idempotencyKey,
            Map<String, ?> body,
            CreateUploadRequest request) {
        return requests.once(
                project,
                idempotencyKey,
                Map.of("upload", body),
                () -> insert(id, project, file, request),
                made -> new Outcome(made.id(), made.id()),
                first -> find(project, first.id()));
    }

    private Upload insert(String id, String project, Parted file, CreateUploadRequest request) {
        quota.check(project, file.bytes());
        Instant now = clock.now();
        jdbc.sql("""
                insert into upload (id, project_id, filename, bytes, part_bytes, sha256, key, handle, created_at, expires_at)
                values (:id, :project, :filename, :bytes, :part, :sha256, :key, :handle, :now, :expires)""")
                .param("id", id)
                .param("project", project)
                .param("filename", request.filename())
                .param("bytes", file.bytes())
                .param("part", file.partSize())
                .param("sha256", request.sha256())
                .param("key", file.key())
                .param("handle", file.handle())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(settings.expireAfter())))
                .update();
        return find(project, id);
    }

    /** @throws UploadProblem if the project has no such upload, or the upload is being deleted */
    @Transactional(readOnly = true)
    Upload find(String project, String id) {
        return row(project, id, "and state <> 'DELETING'").orElseThrow(UploadProblem::notFound);
    }

    /** Finds an upload for something that will use it. A deletion waits for the end of the caller's transaction. */
    Upload findToUse(String project, String id) {
        return row(project, id, "and state <> 'DELETING' for share").orElseThrow(UploadProblem::notFound);
    }

    private Optional<Upload> row(String project, String id, String condition) {
        return ID.matcher(id).matches()
                ? jdbc.sql("select * from upload where id = :id and project_id = :project " + condition)
                        .param("id", id)
                        .param("project", project)
                        .query((row, number) -> upload(row))
                        .optional()
                : Optional.empty();
    }

    /** @throws UploadProblem if the upload was deleted in the meantime */
    Upload complete(Upload upload) {
        int rows = jdbc.sql("""
                update upload set state = 'COMPLETE', expires_at = :expires
                where id = :id and handle = :handle and state <> 'DELETING'""")
                .param("expires", Timestamp.from(clock.now().plus(settings.expireAfter())))
                .param("id", upload.id())
                .param("handle", upload.file().handle())
                .update();
        if (rows == 0) {
            throw UploadProblem.notFound();
        }
        return find(upload.project(), upload.id());
    }

    void reopen(Upload upload, String handle) {
        jdbc.sql("update upload set handle = :handle where id = :id and state = 'OPEN'")
                .param("handle", handle)
                .param("id", upload.id())
                .update();
    }

    void postpone(Upload upload, Instant expiresAt) {
        jdbc.sql("update upload set expires_at = greatest(expires_at, :at) where id = :id")
                .param("at", Timestamp.from(expiresAt))
                .param("id", upload.id())
                .update();
    }

    /** @throws UploadProblem if the project has no such upload, or something uses it */
    Upload markForDeletion(Caller caller, String id) {
        Upload upload = row(caller.project(), id, "for update").orElseThrow(UploadProblem::notFound);
        if (!used(List.of(id)).isEmpty()) {
            throw UploadProblem.inUse();
        }
        if (upload.state() != Upload.State.DELETING) {
            mark(List.of(upload));
            audit.record(caller, "upload.delete", id, Map.of("filename", upload.filename()));
        }
        return upload;
    }

    /** Marks those uploads whose time has passed meanwhile; returns those that may be deleted. */
    List<Upload> markExpired(Collection<Upload> expired) {
        List<Upload> locked = jdbc.sql("select * from upload where id = any (:ids) and expires_at < :now for update")
                .param("ids", expired.stream().map(Upload::id).toArray(String[]::new))
                .param("now", Timestamp.from(clock.now()))
                .query((row, number) -> upload(row))
                .list();
        Set<String> used = used(locked.stream().map(Upload::id).toList());
        List<Upload> marked =
                locked.stream().filter(upload -> !used.contains(upload.id())).toList();
        mark(marked);
        return marked;
    }

    private Set<String> used(List<String> ids) {
        Set<String> used = new HashSet<>();
        uses.forEach(user -> used.addAll(user.used(ids)));
        return used;
    }

    private void mark(List<Upload> uploads) {
        jdbc.sql("update upload set state = 'DELETING' where id = any (:ids)")
                .param("ids", uploads.stream().map(Upload::id).toArray(String[]::new))
                .update();
    }

    @Transactional(readOnly = true)
    List<Upload> expired(int limit) {
        return jdbc.sql("""
                select * from upload where expires_at < :now or state = 'DELETING' order by expires_at limit :limit""")
                .param("now", Timestamp.from(clock.now()))
                .param("limit", limit)
                .query((row, number) -> upload(row))
                .list();
    }

    /** Forgets an upload whose files are deleted. */
    void remove(Upload upload) {
        jdbc.sql("delete from upload where id = ? and state = 'DELETING'")
                .param(upload.id())
                .update();
    }

    /** Whether a row owns what was begun in the store. */
    @Transactional(readOnly = true)
    boolean owns(Begun begun) {
        return jdbc.sql("select exists (select from upload where key = :key and handle = :handle)")
                .param("key", begun.key())
                .param("handle", begun.handle())
                .query(Boolean.class)
                .single();
    }

    @Override
    @Transactional(readOnly = true)
    public long of(String project) {
        return jdbc.sql("select coalesce(sum(bytes), 0) from upload where project_id = ?")
                .param(project)
                .query(Long.class)
                .single();
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString("id"),
                row.getString("project_id"),
                row.getString("filename"),
                row.getString("sha256"),
                new Parted(
                        row.getString("key"), row.getString("handle"), row.getLong("bytes"), row.getLong("part_bytes")),
                Upload.State.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }
}
