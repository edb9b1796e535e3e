package dev.isograd.jobs.web;

import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobKind;
import dev.isograd.jobs.JobState;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds the jobs of a project by filters, one page at a time. */
@Component
class JobSearch {

    /** A word is part of the name, the id, the notes or a label. */
    private static final String CONTAINS_WORD = """
            strpos(lower(name), lower(word)) > 0 or strpos(id, lower(word)) > 0 or strpos(lower(notes), lower(word)) > 0
                or exists (select from jsonb_each_text(labels) label where
                    strpos(lower(label.key || '=' || label.value || ' ' || label.key || ':' || label.value), lower(word)) > 0)""";

    private static final String MATCHES = """
            project_id = :project and kind = :kind and (deleted_at is not null) = :deleted and not purging
                and (cardinality(cast(:states as text[])) = 0 or state = any (cast(:states as text[])))
                and labels @> cast(:labels as jsonb)
                and (cast(:name as text) is null or strpos(lower(name), lower(cast(:name as text))) > 0)
                and (select coalesce(bool_and(%s), true) from unnest(cast(:words as text[])) word)
                and (cast(:rule as text) is null or spec #>> '{rule,type}' = cast(:rule as text))
                and (cast(:network as text) is null or cast(:network as text) in (
                    spec #>> '{network,type}', concat(spec #>> '{network,type}', spec #>> '{network,depth}')))
                and (cast(:owner as text) is null or account_id = cast(:owner as text))
                and (:deleted or archived = :archived)
                and (cast(:dataset as text) is null
                    or cast(:dataset as text) in (spec ->> 'dataset', split_part(spec ->> 'dataset', '@', 1)))
                and (cast(:createdAfter as timestamptz) is null or created_at > cast(:createdAfter as timestamptz))
                and (cast(:createdBefore as timestamptz) is null or created_at < cast(:createdBefore as timestamptz))""".formatted(CONTAINS_WORD);

    private static final String BY_ID = """
            select * from job where %s and (cast(:after as text) is null or id %s :after)
            order by id %s limit :limit""";

    /** Values that are missing come last, whatever the direction. */
    private static final String BY_VALUE = """
            with place as (select %1$s as value from job where id = :after and project_id = :project)
            select job.* from job left join place on true
            where %2$s and (cast(:after as text) is null
                or (place.value is not null and (%1$s %3$s place.value or %1$s is null))
                or (%1$s is not distinct from place.value and id < :after))
            order by %1$s %4$s nulls last, id desc limit :limit""";

    private final EntityManager entities;
    private final JsonMapper json;

    JobSearch(EntityManager entities, JsonMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * What to look for; null and empty filters match every job.
     *
     * @param labels labels that a job must have, all of them; a list of values matches no job
     * @param name part of the name, in any case
     * @param words each must be part of the name, the id, the notes or a label, in any case
     * @param network type of a network, also with its depth
     * @param dataset name of a data set, which matches all its versions, or of one version
     * @param owner id of the account that submitted a job
     * @param deleted whether to look for deleted jobs, instead of the others
     * @param archived whether to look for archived jobs, instead of the others; deleted jobs are found in either case
     */
    public record Filter(
            String project,
            JobKind kind,
            List<JobState> states,
            Map<String, Object> labels,
            @Nullable String name,
            List<String> words,
            @Nullable String rule,
            @Nullable String network,
            @Nullable String dataset,
            @Nullable String owner,
            @Nullable Instant createdAfter,
            @Nullable Instant createdBefore,
            boolean deleted,
            boolean archived) {}

    /** @param after id of the job before the page; null for the first page */
    @SuppressWarnings("unchecked")
    public List<Job> page(Filter filter, JobSort sort, @Nullable String after, int limit) {
        String value = sort.value();
        String sql = value.equals("id")
                ? BY_ID.formatted(MATCHES, sort.isAfter(), sort.direction())
                : BY_VALUE.formatted(value, MATCHES, sort.isAfter(), sort.direction());
        Query query = entities.createNativeQuery(sql, Job.class)
                .setParameter("project", filter.project())
                .setParameter("kind", filter.kind().word())
                .setParameter(
                        "states", filter.states().stream().map(JobState::name).toArray(String[]::new))
                .setParameter("labels", json.writeValueAsString(filter.labels()))
                .setParameter("name", filter.name())
                .setParameter("words", filter.words().toArray(String[]::new))
                .setParameter("rule", filter.rule())
                .setParameter("network", filter.network())
                .setParameter("owner", filter.owner())
                .setParameter("dataset", filter.dataset())
                .setParameter("createdAfter", filter.createdAfter())
                .setParameter("createdBefore", filter.createdBefore())
                .setParameter("deleted", filter.deleted())
                .setParameter("archived", filter.archived())
                .setParameter("after", after)
                .setParameter("limit", limit);
        return query.getResultList();
    }
}
