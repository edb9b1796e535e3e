package dev.isograd;

import dev.isograd.jobs.web.TestJobs;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Removes all jobs before each test. */
final class StartsEmpty implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        test.getApplicationContext().getBean(TestJobs.class).clear();
    }
}
