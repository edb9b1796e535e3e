package dev.isograd.datasets;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Answers which data sets a job can use. */
@Component
@Transactional(readOnly = true)
public class Datasets {

    private final DatasetRows rows;

    Datasets(DatasetRows rows) {
        this.rows = rows;
    }

    public boolean isKnown(String name) {
        return DatasetFolders.NAME.matcher(name).matches() && rows.existsByName(name);
    }

    public List<String> names() {
        return rows.names();
    }
}
