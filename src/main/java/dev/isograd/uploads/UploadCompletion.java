package dev.isograd.uploads;

import dev.isograd.Digests;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.artifacts.PartedArtifacts.Part;
import dev.isograd.artifacts.PartedArtifacts.Parted;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/**
 * Completes uploads: checks the size, lets no more parts arrive, and compares the digest. Each step can be repeated, so a
 * request that was cut off can be sent again.
 */
@Service
class UploadCompletion {

    private final Uploads uploads;
    private final UploadService service;
    private final PartedArtifacts store;

    /** Uploads that a request of this process completes. A second one would read the whole file too. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    UploadCompletion(Uploads uploads, UploadService service, PartedArtifacts store) {
        this.uploads = uploads;
        this.service = service;
        this.store = store;
    }

    UploadResponse complete(Caller caller, String id) {
        if (!running.add(id)) {
            throw UploadProblem.completing();
        }
        try {
            Upload upload = uploads.find(caller.project(), id);
            return service.response(upload.state() == Upload.State.COMPLETE ? upload : complete(upload));
        } finally {
            running.remove(id);
        }
    }

    private Upload complete(Upload upload) {
        try {
            seal(upload.file());
        } catch (ArtifactMissing partsAreLost) {
            service.beginAgain(upload);
            throw UploadProblem.incomplete(upload.file().bytes(), 0, UploadService.all(upload.file()));
        }
        String given = upload.sha256();
        if (given != null) {
            String found = digest(upload.file());
            if (!found.equals(given)) {
                uploads.reopen(upload, store.reopen(upload.file()));
                throw UploadProblem.wrongDigest(upload.file().bytes(), given, found);
            }
        }
        return uploads.complete(upload);
    }

    private void seal(Parted file) {
        List<Part> found;
        try {
            found = service.received(file);
        } catch (ArtifactMissing closed) {
            if (store.isSealed(file)) {
                return;
            }
            throw closed;
        }
        if (found.size() < file.parts()) {
            Set<Integer> missing = new TreeSet<>(UploadService.all(file));
            found.forEach(part -> missing.remove(part.number()));
            long bytes = found.stream().mapToLong(Part::bytes).sum();
            throw UploadProblem.incomplete(file.bytes(), bytes, List.copyOf(missing));
        }
        store.seal(file, found);
    }

    private String digest(Parted file) {
        try (DigestInputStream in = new DigestInputStream(store.open(file), Digests.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + file.key(), failed);
        }
    }
}
