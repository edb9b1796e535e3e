package dev.isograd.jobs.retention;

import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The files of trained networks, without those that were exported later. */
@Component
class NetworkData implements JobData {

    private final TrainedNetworks networks;
    private final ArtifactStore artifacts;

    NetworkData(TrainedNetworks networks, ArtifactStore artifacts) {
        this.networks = networks;
        this.artifacts = artifacts;
    }

    @Override
    public Kind kind() {
        return Kind.NETWORKS;
    }

    @Override
    public List<String> jobs(String project, String after, int limit) {
        return networks.jobs(project, after, limit);
    }

    @Override
    public void delete(String job, Instant before) {
        networks.forget(job).stream().map(StoredFile::key).forEach(artifacts::delete);
    }
}
