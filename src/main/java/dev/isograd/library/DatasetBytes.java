package dev.isograd.library;

import dev.isograd.accounts.ByteQuota;
import dev.isograd.datasets.Datasets;
import org.springframework.stereotype.Component;

/** Counts the bytes of a project's data sets. */
@Component
class DatasetBytes implements ByteQuota.StoredBytes {

    private final Datasets datasets;

    DatasetBytes(Datasets datasets) {
        this.datasets = datasets;
    }

    @Override
    public long of(String project) {
        return datasets.bytes(project);
    }
}
