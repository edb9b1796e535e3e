package dev.isograd.observability;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** The settings of this process without its secrets. */
@Component
class VisibleSettings {

    /** Variables of the environment and of Java that are no settings are left out as a whole. */
    private static final Pattern SETTING = Pattern.compile("(isograd|server|spring|management|logging)\\..*");

    private static final Pattern SECRET = Pattern.compile(
            ".*(secret|password|passwd|pepper|token|credential|authorization|headers|access[-_.]?key|api[-_.]?key|private[-_.]?key|kms[-_.]?key).*");

    /** What an address may hide: a user with a password before the host, and parameters after the path. */
    private static final Pattern USER = Pattern.compile("(://)[^/@\\s]+@");

    private static final Pattern PARAMETERS = Pattern.compile("(://[^\\s?]*)\\?\\S*");
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&;][a-z]*password=([^&;\\s]+)");
    private static final Pattern USER_INFO = Pattern.compile("://([^/@\\s]+)@");

    /** Shorter values would also stand in text that is no secret. */
    private static final int SHORTEST_SECRET = 4;

    /** Values of switches whose names sound secret; without them, the files would be no JSON. */
    private static final Set<String> LITERALS = Set.of("true", "false", "null");

    private final ConfigurableEnvironment environment;

    VisibleSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** Returns the value of each setting; of a secret only whether it is set. */
    Map<String, String> all() {
        Map<String, String> visible = new TreeMap<>();
        names().forEach(name -> {
            String setting = settingOf(name);
            if (SETTING.matcher(setting).matches()) {
                visible.put(setting, visible(setting, value(name)));
            }
        });
        return visible;
    }

    /** Removes whatever the settings hold secret from a text that may repeat it, such as an error of the database. */
    String without(String text) {
        String cleaned = text;
        for (String secret : secrets()) {
            cleaned = cleaned.replace(secret, "(hidden)");
        }
        return PARAMETERS.matcher(USER.matcher(cleaned).replaceAll("$1")).replaceAll("$1");
    }

    private static String visible(String setting, String value) {
        if (isSecret(setting)) {
            return value.isEmpty() ? "(empty)" : "(hidden)";
        }
        return PARAMETERS.matcher(USER.matcher(value).replaceAll("$1")).replaceAll("$1");
    }

    /** The longest first, in case one is part of another. */
    private Set<String> secrets() {
        Set<String> secrets = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String name : names()) {
            String value = value(name);
            if (isSecret(settingOf(name))) {
                secrets.add(value);
            }
            addAll(secrets, PASSWORD.matcher(value));
            addAll(secrets, USER_INFO.matcher(value));
        }
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET || LITERALS.contains(secret));
        return secrets;
    }

    private static void addAll(Set<String> secrets, Matcher found) {
        while (found.find()) {
            secrets.add(found.group(1));
        }
    }

    private static boolean isSecret(String setting) {
        return SECRET.matcher(setting).matches();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                names.addAll(List.of(listed.getPropertyNames()));
            }
        }
        return names;
    }

    /** A variable of the environment counts as the setting that it sets. */
    private static String settingOf(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT))
                ? name.toLowerCase(Locale.ROOT).replace('_', '.')
                : name;
    }

    private String value(String name) {
        try {
            String value = environment.getProperty(name);
            return value == null ? "" : value;
        } catch (IllegalArgumentException unresolved) {
            return "(cannot be resolved)";
        }
    }
}
