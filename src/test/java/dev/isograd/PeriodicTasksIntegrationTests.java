package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;

@IsogradTest
class PeriodicTasksIntegrationTests {

    @Autowired
    private ThreadPoolTaskScheduler scheduler;

    @Autowired
    private ScheduledTaskHolder tasks;

    @Test
    void haveOneThreadEach() {
        assertThat(tasks.getScheduledTasks())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(
                        scheduler.getScheduledThreadPoolExecutor().getCorePoolSize());
    }
}
