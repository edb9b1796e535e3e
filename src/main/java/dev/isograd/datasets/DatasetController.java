package dev.isograd.datasets;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import dev.isograd.http.StorableText;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.data.domain.Limit;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the list of data sets. */
@RestController
@RequestMapping("/api/v1/datasets")
@ConditionalOnRole(Role.API)
class DatasetController {

    // Sorts after every id, so a page that begins here starts with the newest data set.
    private static final String AFTER_ALL_IDS = "~";

    private final DatasetRows rows;

    DatasetController(DatasetRows rows) {
        this.rows = rows;
    }

    @Operation(operationId = "listDatasets", summary = "List the data sets")
    @PageParameters
    @Requires(Right.READ)
    @GetMapping
    Page<DatasetResponse> list(@RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.string("after");
        reader.check();
        return Page.of(rows.page(after == null ? AFTER_ALL_IDS : after, Limit.of(limit + 1)), limit, Dataset::id)
                .map(Dataset::response);
    }

    @Operation(operationId = "getDataset", summary = "Get a data set")
    @Requires(Right.READ)
    @GetMapping("/{nameOrId}")
    DatasetResponse get(@PathVariable String nameOrId) {
        if (!StorableText.isStorable(nameOrId)) {
            throw new DatasetNotFound();
        }
        return rows.find(nameOrId).orElseThrow(DatasetNotFound::new).response();
    }
}
