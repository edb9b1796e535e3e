package dev.isograd;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files, keys and JSON have the same letters and digits in every locale, for example in one with Persian digits. */
class LocaleTests {

    private static final Set<Class<?>> LOCALIZED =
            Set.of(DecimalFormat.class, MessageFormat.class, NumberFormat.class, SimpleDateFormat.class);

    private static final Set<String> CASES = Set.of("toLowerCase", "toUpperCase");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.isograd");

    /** Libraries and {@code String.formatted} use the default locale, so every program sets it first. */
    @Test
    void everyProgramSetsTheRootLocale() {
        methods()
                .that()
                .haveName("main")
                .and()
                .haveRawParameterTypes(String[].class)
                .should(setTheLocale())
                .check(classes);
    }

    @Test
    void nothingElseDependsOnTheLocale() {
        noClasses()
                .should()
                .callMethodWhere(describe("depends on the locale", LocaleTests::dependsOnTheLocale))
                .orShould()
                .dependOnClassesThat(
                        describe("format for people", type -> LOCALIZED.stream().anyMatch(type::isEquivalentTo)))
                .check(classes);
    }

    private static boolean dependsOnTheLocale(JavaCall<?> call) {
        boolean withLocale =
                call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
        boolean changesCase = call.getTargetOwner().isEquivalentTo(String.class) && CASES.contains(call.getName());
        boolean formatsDates = call.getTargetOwner().isEquivalentTo(DateTimeFormatter.class)
                && call.getName().startsWith("ofPattern");
        return !withLocale && (changesCase || formatsDates);
    }

    private static ArchCondition<JavaMethod> setTheLocale() {
        return new ArchCondition<>("set the root locale") {
            @Override
            public void check(JavaMethod main, ConditionEvents events) {
                boolean sets = main.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Locale.class)
                                && call.getName().equals("setDefault"));
                events.add(new SimpleConditionEvent(main, sets, main.getFullName()));
            }
        };
    }
}
