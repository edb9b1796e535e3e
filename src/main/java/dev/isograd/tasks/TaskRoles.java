package dev.isograd.tasks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service, or only one task if the process has the role of that task. */
public final class TaskRoles implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** By the letters of the role, which may be written in any case and with any separators. */
    private static final Map<String, Class<?>> TASKS =
            Map.of("migrate", DatabaseMigration.class, "smoketest", SmokeTest.class);

    private final Class<?> service;
    private boolean endsByItself;

    TaskRoles(Class<?> service) {
        this.service = service;
    }

    /**
     * Returns once the service has started, and ends this process after a task.
     *
     * @param service the configuration of the service with all its beans
     */
    public static void run(Class<?> service, String... arguments) {
        TaskRoles roles = new TaskRoles(service);
        ConfigurableApplicationContext context = roles.application().run(arguments);
        if (roles.endsByItself) {
            System.exit(SpringApplication.exit(context));
        }
    }

    SpringApplication application() {
        SpringApplication application = new SpringApplication();
        application.addListeners(this);
        return application;
    }

    /** The roles are known only now, after the settings were read and before any bean is made. */
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        SpringApplication application = event.getSpringApplication();
        Set<String> roles = Binder.get(event.getEnvironment())
                .bind("isograd.roles", Bindable.setOf(String.class))
                .orElse(Set.of());
        Class<?> task = roles.size() == 1 ? TASKS.get(letters(roles.iterator().next())) : null;
        application.addPrimarySources(List.of(task == null ? service : task));
        if (task != null) {
            application.setWebApplicationType(WebApplicationType.NONE);
            endsByItself = true;
        }
    }

    private static String letters(String role) {
        return role.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
