package dev.isograd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void respectsTheAllowedDependenciesOfPackages() {
        ApplicationModules.of(IsogradApplication.class).verify();
    }

    /** These types are public only for the sub-packages of jobs; other packages use JobQueue or JobAccess. */
    @Test
    void usesJobRowsOnlyInsideThePackageThatOwnsThem() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.isograd");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.isograd.jobs..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "dev\\.isograd\\.jobs\\.(Job|Jobs|JobEvent|JobEvents|JobHistory|JobIds|JobEdit|Submission)")
                .check(classes);
    }

    @Test
    void keepsPackagesSmall() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.isograd");
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes.values()).allMatch(size -> size <= 30);
    }
}
