package dev.isograd.jobs.facets;

import dev.isograd.accounts.names.AccountNames;
import dev.isograd.jobs.facets.FacetsResponse.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the values of the filters over the trainings of a project. */
@Component
class Facets {

    /** Counting all of very many jobs would take seconds. */
    private static final int NEWEST = 10_000;

    private static final String COUNTS = """
            with shown as (
                select spec, labels, account_id from job
                where project_id = :project and kind = 'training' and deleted_at is null and not purging
                order by id desc limit :newest),
            used as (
                select 'rule' as facet, spec #>> '{rule,type}' as value from shown
                union all select 'network', spec #>> '{network,type}' from shown
                union all select 'dataset', split_part(spec ->> 'dataset', '@', 1) from shown
                union all select 'label', label.key || '=' || label.value from shown, jsonb_each_text(labels) label
                union all select 'owner', account_id from shown),
            counted as (
                select facet, value, count(*) as jobs,
                    row_number() over (partition by facet order by count(*) desc, value) as place
                from used where value is not null group by facet, value)
            select facet, value, jobs from counted where place <= 100 order by facet, place""";

    private final JdbcClient jdbc;
    private final AccountNames accounts;

    Facets(JdbcClient jdbc, AccountNames accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    private record Counted(String facet, Value value) {}

    FacetsResponse of(String project) {
        Map<String, List<Value>> found = jdbc
                .sql(COUNTS)
                .param("project", project)
                .param("newest", NEWEST)
                .query((row, number) -> new Counted(
                        row.getString("facet"),
                        new Value(row.getString("value"), row.getString("value"), row.getLong("jobs"))))
                .list()
                .stream()
                .collect(
                        Collectors.groupingBy(Counted::facet, Collectors.mapping(Counted::value, Collectors.toList())));
        return new FacetsResponse(
                found.getOrDefault("rule", List.of()),
                found.getOrDefault("network", List.of()),
                found.getOrDefault("dataset", List.of()),
                found.getOrDefault("label", List.of()),
                named(found.getOrDefault("owner", List.of())));
    }

    private List<Value> named(List<Value> owners) {
        Map<String, String> names =
                accounts.of(owners.stream().map(Value::value).toList());
        return owners.stream()
                .map(owner -> new Value(owner.value(), names.getOrDefault(owner.value(), owner.value()), owner.count()))
                .toList();
    }
}
