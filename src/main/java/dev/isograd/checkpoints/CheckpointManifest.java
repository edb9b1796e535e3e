package dev.isograd.checkpoints;

import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.learning.spec.SpecWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the manifest that is stored next to a checkpoint and describes it independently of the database. */
final class CheckpointManifest {

    static final String SCHEMA = "isograd-checkpoint/1";

    private CheckpointManifest() {}

    static Map<String, Object> of(ClaimedTraining job, SavedState saved, String name, String key) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", name);
        file.put("bytes", saved.bytes());
        file.put("sha256", saved.sha256());
        file.put("key", key);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", SCHEMA);
        manifest.put("job", job.attempt().job());
        manifest.put("attempt", job.attempt().number());
        manifest.put("epoch", saved.epoch());
        manifest.put("step", saved.step());
        manifest.put("trainSeconds", saved.trainSeconds());
        manifest.put("spec", SpecWriter.write(job.spec()));
        manifest.put("versions", saved.versions());
        manifest.put("files", List.of(file));
        return manifest;
    }
}
