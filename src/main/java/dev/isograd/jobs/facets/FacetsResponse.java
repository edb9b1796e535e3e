package dev.isograd.jobs.facets;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The values of the filters of a list of jobs, each with the number of jobs that have it, the most frequent first. */
record FacetsResponse(
        List<Value> rules,
        List<Value> networks,
        List<Value> datasets,
        @Schema(description = "Each as `key=value`.") List<Value> labels,

        @Schema(description = "Accounts, by id, with their names as labels.")
        List<Value> owners) {

    /**
     * One value of a filter.
     *
     * @param label what people call it
     */
    @Schema(name = "JobFacetValue")
    record Value(String value, String label, long count) {}
}
