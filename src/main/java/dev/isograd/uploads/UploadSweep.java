package dev.isograd.uploads;

import dev.isograd.ConditionalOnRole;
import dev.isograd.DatabaseClock;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.artifacts.PartedArtifacts.Begun;
import dev.isograd.artifacts.PartedArtifacts.Part;
import dev.isograd.artifacts.PartedArtifacts.Parted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Deletes uploads that nobody needs any more, and what a killed process began in the store without a row. */
@Component
@ConditionalOnRole(Role.API)
class UploadSweep {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);
    private static final int BATCH = 100;

    private final Uploads uploads;
    private final PartedArtifacts store;
    private final UploadProperties settings;
    private final DatabaseClock clock;

    UploadSweep(Uploads uploads, PartedArtifacts store, UploadProperties settings, DatabaseClock clock) {
        this.uploads = uploads;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Several processes may do this at once: each step is the same when it is repeated. */
    @Scheduled(
            fixedDelayString = "${isograd.uploads.sweep-interval}",
            initialDelayString = "${isograd.uploads.sweep-interval}")
    void sweep() {
        try {
            int deleted = deleteExpired() + deleteUnowned();
            if (deleted > 0) {
                LOG.info("Deleted {} upload(s) that nobody needs any more", deleted);
            }
        } catch (DataAccessException | TransactionException | ArtifactStoreUnavailable unreachable) {
            LOG.warn("The sweep of uploads failed and will be retried: {}", unreachable.getMessage());
        }
    }

    private int deleteExpired() {
        List<Upload> abandoned = new ArrayList<>();
        for (Upload upload : uploads.expired(BATCH)) {
            Instant now = clock.now();
            Instant expiresAt = lastPart(upload).orElse(Instant.MIN);
            if (expiresAt.isAfter(now)) {
                uploads.postpone(upload, expiresAt);
            } else {
                abandoned.add(upload);
            }
        }
        List<Upload> marked = uploads.markExpired(abandoned);
        postponeUsed(abandoned, marked);
        for (Upload upload : marked) {
            store.delete(upload.file());
            uploads.remove(upload);
        }
        return marked.size();
    }

    /** Otherwise, a batch of uploads that imports wait for would hide the later ones. */
    private void postponeUsed(List<Upload> abandoned, List<Upload> marked) {
        Set<String> ids = marked.stream().map(Upload::id).collect(Collectors.toSet());
        Instant later = clock.now().plus(settings.sweepInterval());
        abandoned.stream()
                .filter(upload -> !ids.contains(upload.id()))
                .forEach(upload -> uploads.postpone(upload, later));
    }

    /** Returns when an upload expires because of its latest part. */
    private Optional<Instant> lastPart(Upload upload) {
        if (upload.state() != Upload.State.OPEN) {
            return Optional.empty();
        }
        try {
            return store.parts(upload.file()).stream()
                    .max(Comparator.comparing(Part::storedAt))
                    .map(part -> part.storedAt().plus(settings.expireAfter()));
        } catch (ArtifactMissing sealed) {
            return Optional.empty();
        }
    }

    private int deleteUnowned() {
        List<Begun> unowned = store.begunBefore(clock.now().minus(settings.expireAfter())).stream()
                .filter(begun -> !uploads.owns(begun))
                .toList();
        unowned.forEach(begun -> store.delete(new Parted(begun.key(), begun.handle(), 1, 1)));
        return unowned.size();
    }
}
