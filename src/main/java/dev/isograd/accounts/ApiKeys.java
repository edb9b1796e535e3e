package dev.isograd.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table of API keys. */
interface ApiKeys extends Repository<ApiKey, String> {

    ApiKey save(ApiKey key);

    Optional<ApiKey> findById(String id);

    @Query("from ApiKey k where k.id = :id and k.project = :project and k.revokedAt is null")
    Optional<ApiKey> live(String id, String project);

    @Query("""
            from ApiKey k where k.project = :project and k.revokedAt is null and k.id < :before
            order by k.id desc""")
    List<ApiKey> ofProject(String project, String before, Limit limit);

    @Modifying
    @Query("""
            update ApiKey k set k.revokedAt = :now
            where k.account = :account and k.revokedAt is null and (:project is null or k.project = :project)""")
    void revokeAll(String account, @Nullable String project, Instant now);

    @Modifying
    @Transactional
    @Query("""
            update ApiKey k set k.lastUsedAt = :now
            where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :stale)""")
    int touch(String id, Instant now, Instant stale);
}
