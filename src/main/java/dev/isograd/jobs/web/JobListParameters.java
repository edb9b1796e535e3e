package dev.isograd.jobs.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the filters and the order of the list of jobs, which {@link JobFilter} reads. */
@Parameter(
        name = "kind",
        in = ParameterIn.QUERY,
        description = "Trainings or the imports of data sets.",
        schema =
                @Schema(
                        type = "string",
                        allowableValues = {"training", "import"},
                        defaultValue = "training"))
@Parameter(
        name = "state",
        in = ParameterIn.QUERY,
        description = "Only jobs in these states: one or more, separated by commas.",
        explode = Explode.FALSE,
        array = @ArraySchema(schema = @Schema(type = "string")))
@Parameter(
        name = "project",
        in = ParameterIn.QUERY,
        description = "Id of the project of the key; another project is not found.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "label",
        in = ParameterIn.QUERY,
        description = "Only jobs with this label, as `key:value`. If repeated, a job must have every label.",
        array = @ArraySchema(schema = @Schema(type = "string")))
@Parameter(
        name = "name",
        in = ParameterIn.QUERY,
        description = "Only jobs whose name contains this text, in any case.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "q",
        in = ParameterIn.QUERY,
        description = "Only jobs with each of these words in the name, the id, the notes or a label, in any case.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "rule",
        in = ParameterIn.QUERY,
        description = "Only jobs with this update rule, such as `sgr`.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "network",
        in = ParameterIn.QUERY,
        description = "Only jobs with this type of network, such as `resnet`, also with its depth: `resnet20`.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "dataset",
        in = ParameterIn.QUERY,
        description = "Only jobs with this data set. A name without a version matches all versions.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "owner",
        in = ParameterIn.QUERY,
        description = "Only jobs that this account submitted, by its id; `me` is the account of the key.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "archived",
        in = ParameterIn.QUERY,
        description = "Whether to list the archived jobs, instead of the others.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "summary",
        in = ParameterIn.QUERY,
        description =
                "Whether to leave out what lists do not show: parts of the spec, and all of the result but numbers.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "deleted",
        in = ParameterIn.QUERY,
        description = "Whether to list the deleted jobs that can be restored, instead of the others.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "sort",
        in = ParameterIn.QUERY,
        description =
                "Order of the list; `-` means descending. Jobs without the value come last. A cursor belongs to its sort.",
        schema =
                @Schema(
                        type = "string",
                        allowableValues = {
                            "createdAt",
                            "-createdAt",
                            "name",
                            "-name",
                            "testAccuracy",
                            "-testAccuracy",
                            "bestTestAccuracy",
                            "-bestTestAccuracy",
                            "testLoss",
                            "-testLoss",
                            "peakMemoryBytes",
                            "-peakMemoryBytes",
                            "trainSeconds",
                            "-trainSeconds",
                            "imagesPerSecond",
                            "-imagesPerSecond",
                            "parameters",
                            "-parameters",
                            "learningRate",
                            "-learningRate",
                            "weight",
                            "-weight",
                            "modules",
                            "-modules",
                            "seed",
                            "-seed",
                            "epochs",
                            "-epochs",
                            "batchSize",
                            "-batchSize"
                        },
                        defaultValue = "-createdAt"))
@Parameter(name = "createdAfter", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "createdBefore", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface JobListParameters {}
