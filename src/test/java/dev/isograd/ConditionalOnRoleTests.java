package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ConditionalOnRoleTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Beans.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"api|true|false", "worker|false|true", "api,worker|true|true", "WORKER, API|true|true"})
    void createsOnlyTheBeansOfItsRoles(String roles, boolean api, boolean worker) {
        runner.withPropertyValues("isograd.roles=" + roles).run(context -> {
            assertThat(context.containsBean("api")).isEqualTo(api);
            assertThat(context.containsBean("worker")).isEqualTo(worker);
        });
    }

    @Test
    void hasAllRolesByDefault() {
        runner.run(context -> assertThat(context).hasBean("api").hasBean("worker"));
    }

    @Test
    void rejectsAnUnknownRole() {
        runner.withPropertyValues("isograd.roles=boss")
                .run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        @ConditionalOnRole(Role.API)
        String api() {
            return "api";
        }

        @Bean
        @ConditionalOnRole(Role.WORKER)
        String worker() {
            return "worker";
        }
    }
}
