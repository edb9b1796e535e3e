package dev.isograd.uploads;

import dev.isograd.Digests;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.PartedArtifacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Copies uploads from the artifact store to this machine. */
@Component
class UploadedFiles {

    private final Uploads uploads;
    private final PartedArtifacts store;

    UploadedFiles(Uploads uploads, PartedArtifacts store) {
        this.uploads = uploads;
        this.store = store;
    }

    /** @throws UploadProblem if the project has no such upload, or the upload is not complete */
    void check(String project, ImportSource.Upload source) {
        if (uploads.findToUse(project, source.id()).state() != Upload.State.COMPLETE) {
            throw UploadProblem.notComplete();
        }
    }

    LocalSource fetch(String project, ImportSource.Upload source, Path folder, BooleanSupplier shouldStop) {
        Upload upload = find(project, source);
        try (DigestInputStream in = new DigestInputStream(open(upload), Digests.sha256())) {
            Path file = ScratchFile.write(in, folder, upload.file().bytes(), shouldStop);
            String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (upload.sha256() != null && !upload.sha256().equals(found)) {
                throw new SourceUnusable("The upload %s is damaged: its SHA-256 is %s and not %s."
                        .formatted(upload.filename(), found, upload.sha256()));
            }
            return new LocalSource(file, upload.filename(), upload.file().bytes());
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + upload.file().key(), failed);
        }
    }

    private Upload find(String project, ImportSource.Upload source) {
        try {
            return uploads.find(project, source.id());
        } catch (UploadProblem gone) {
            throw new SourceUnusable("The upload %s was deleted.".formatted(source.id()));
        }
    }

    private InputStream open(Upload upload) {
        try {
            return store.open(upload.file());
        } catch (ArtifactMissing gone) {
            throw new SourceUnusable("The files of the upload %s are gone.".formatted(upload.id()));
        }
    }
}
