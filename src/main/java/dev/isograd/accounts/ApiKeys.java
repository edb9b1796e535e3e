package dev.isograd.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table of API keys. */
interface ApiKeys extends Repository<ApiKey, String> {

    ApiKey save(ApiKey key);

    Optional<ApiKey> findById(String id);

    @Query("from ApiKey k where k.publicId = :publicId and k.revokedAt is null")
    Optional<ApiKey> live(String publicId);

    /** A key and its project. */
    record Owned(ApiKey key, Project project) {}

    @Query("""
            select new dev.isograd.accounts.ApiKeys$Owned(k, p) from ApiKey k join Project p on p.id = k.project
            where k.publicId = :publicId and k.revokedAt is null""")
    Optional<Owned> owned(String publicId);

    @Query("from ApiKey k where k.id = :id and k.project = :project and k.revokedAt is null")
    Optional<ApiKey> live(String id, String project);

    @Query("""
            from ApiKey k where k.project = :project and k.revokedAt is null and k.id < :before
            order by k.id desc""")
    List<ApiKey> ofProject(String project, String before, Limit limit);

    @Modifying
    @Transactional
    @Query("""
            update ApiKey k set k.lastUsedAt = :now
            where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :stale)""")
    int touch(String id, Instant now, Instant stale);
}
