package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Forks are refused at once if the training could not continue from the checkpoint. */
@IsogradTest
class ForkIntegrationTests {

    /** 10,000 images in batches of 128. */
    private static final int STEPS_PER_EPOCH = 78;

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    private ClaimedTraining job;

    private String checkpoint;

    /** A ResNet whose second epoch is over. */
    @BeforeEach
    void storeACheckpoint() {
        jobs.submit();
        job = jobs.claimJob();
        saved.store(job, STEPS_PER_EPOCH);
        checkpoint = saved.store(job, 2 * STEPS_PER_EPOCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'network':{'width':8}}; /spec/network/width; must stay 16",
                "{'network':{'type':'mlp'}}; /spec/network/type; must stay resnet",
                "{'split':{'modules':2}}; /spec/split/modules; must stay 4",
                "{'head':{'type':'conv'}}; /spec/head/type; must stay dgl",
                "{'seed':2}; /spec/seed; must stay 1",
                "{'batchSize':64}; /spec/batchSize; must stay 128",
                "{'epochs':1}; /spec/epochs; must be at least 2",
                "{'rule':{'type':'backprop'}}; /spec/rule/type; must train the same modules"
            })
    void refusesWhatCannotRun(String changes, String pointer, String detail) {
        Api.Answer answer = fork(changes);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("invalid_spec");
        assertThat(answer.each("/errors", "/pointer")).containsExactly(pointer);
        assertThat(answer.at("/errors/0/detail")).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{}",
                "{'epochs':2}",
                "{'epochs':9,'rule':{'weight':0.5},'optimizer':{'learningRate':0.01}}",
                "{'rule':{'type':'greedy'},'optimizer':{'type':'adamw'},'device':'cpu'}"
            })
    void acceptsWhatCanRun(String changes) {
        assertThat(fork(changes).status()).isEqualTo(201);
    }

    @Test
    void namesTheWrongFieldsOfTheBodyToo() {
        Api.Answer answer = fork("{'seed':2},'priority':9");

        assertThat(answer.each("/errors", "/pointer")).containsExactlyInAnyOrder("/priority", "/spec/seed");
    }

    /** An earlier checkpoint allows what a later one does not. */
    @Test
    void checksTheCheckpointThatWasChosen() {
        String first = saved.store(job, 10);

        assertThat(api.post(path(), "{\"checkpoint\":\"%s\",\"spec\":{\"epochs\":1}}".formatted(first))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(path(), "{\"spec\":{\"epochs\":1}}").status()).isEqualTo(400);
    }

    private Api.Answer fork(String changes) {
        String body = "{'checkpoint':'%s','spec':%s}".formatted(checkpoint, changes);
        return api.post(path(), body.replace('\'', '"'));
    }

    private String path() {
        return "/jobs/" + job.attempt().job() + "/fork";
    }
}
