package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetNotFound;
import dev.isograd.datasets.DatasetPictures;
import dev.isograd.datasets.DatasetPictures.Pictures;
import dev.isograd.datasets.DatasetPictures.Split;
import dev.isograd.datasets.DatasetVersion;
import dev.isograd.datasets.Datasets;
import dev.isograd.datasets.InvalidDataset;
import dev.isograd.jobs.TrainedNetworks.Trained;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads images of data sets that a network answers, for predictions and to compare exports. */
@Component
@ConditionalOnRole(Role.API)
class DatasetImages {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetImages.class);

    private final Datasets datasets;
    private final DatasetPictures pictures;

    DatasetImages(Datasets datasets, DatasetPictures pictures) {
        this.datasets = datasets;
        this.pictures = pictures;
    }

    /** @throws InferenceProblem if there is no such image */
    Pictures image(Caller caller, PredictionRequest request) throws IOException {
        Split split = split(request.split());
        try {
            DatasetVersion version = ready(caller.project(), request.dataset()).orElseThrow(DatasetImages::unknown);
            Pictures image = pictures.read(version, split, request.index(), 1);
            if (image == null) {
                throw InferenceProblem.invalid("/index", "must be less than the number of images of the split");
            }
            return image;
        } catch (DatasetNotFound missing) {
            throw unknown();
        } catch (InvalidDataset damaged) {
            LOG.error("The data set {} is damaged", request.dataset(), damaged);
            throw InferenceProblem.damagedDataset(request.dataset());
        }
    }

    private static Split split(String name) {
        for (Split split : Split.values()) {
            if (split.name().toLowerCase(Locale.ROOT).equals(name)) {
                return split;
            }
        }
        throw InferenceProblem.invalid("/split", "must be train or test");
    }

    private Optional<DatasetVersion> ready(String project, String name) {
        return datasets.find(project, name).filter(version -> version.content() != null);
    }

    private static InferenceProblem unknown() {
        return InferenceProblem.invalid("/dataset", "is not a known data set");
    }

    /** The first test images of the set of a training; empty if it has gone since. */
    Optional<Pictures> testImages(Trained trained, int most) throws IOException {
        try {
            Optional<DatasetVersion> version =
                    ready(trained.project(), String.valueOf(trained.spec().get("dataset")));
            return version.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(pictures.read(version.get(), Split.TEST, 0, most));
        } catch (DatasetNotFound | InvalidDataset gone) {
            return Optional.empty();
        }
    }
}
