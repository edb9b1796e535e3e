package dev.isograd.identity;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates the projects that the settings of the tests name, as the administrator's. */
final class TestProjects {

    private TestProjects() {}

    static void create(JdbcClient jdbc) {
        for (String project : new String[] {TestProviders.PROJECT, TestProviders.OTHER_PROJECT}) {
            jdbc.sql("""
                    insert into project (id, account_id, name, created_at)
                    select :project, min(id), :project, now() from account where administrator
                    on conflict do nothing""").param("project", project).update();
        }
    }
}
