package io.jenkins.plugins.mlcwheels;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Keeps the arrows between packages that docs/architecture.md draws. */
@AnalyzeClasses(packages = "io.jenkins.plugins.mlcwheels", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "io.jenkins.plugins.mlcwheels";
    private static final String ENGINE = BASE + ".engine";

    private static final ArchitectureDocument DOCUMENT = new ArchitectureDocument();

    /** From each package of the engine to those that it may use, beside the engine's root and itself. */
    private static final Map<String, Set<String>> ARROWS = DOCUMENT.arrows("Packages of the engine");

    /** What the command line and the plugin may use of the engine, beside its root. */
    private static final Set<String> API =
            DOCUMENT.list("Packages of the engine", "Front ends use these packages alone:");

    @ArchTest
    static final ArchRule nobodyUsesTheCommandLine = ArchRuleDefinition.noClasses()
            .that(not(resideInAPackage(BASE + ".cli")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".cli");

    @ArchTest
    static final ArchRule engineRootUsesOnlyTextOfTheEngine = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat(resideInAPackage(ENGINE + ".*..").and(not(resideInAPackage(ENGINE + ".text"))));

    @ArchTest
    static final ArchRule onePlaceMakesTextPrintable = ArchRuleDefinition.noClasses()
            .that(not(resideInAPackage(ENGINE + ".text")))
            .should()
            .callMethod(Character.class, "isISOControl", char.class)
            .orShould()
            .callMethod(Character.class, "isISOControl", int.class)
            .orShould()
            .callMethod(Character.class, "getType", char.class)
            .orShould()
            .callMethod(Character.class, "getType", int.class);

    @ArchTest
    static final ArchRule packagesUseOnlyTheirArrows = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage(ENGINE + ".*..")
            .should(followTheArrows());

    @ArchTest
    static final ArchRule commandLineUsesTheApiOfTheEngine = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage(BASE + ".cli..")
            .should(useOnlyTheApi());

    @ArchTest
    static void shouldListEveryPackageOfTheEngine(JavaClasses classes) {
        Set<String> packages = classes.stream()
                .filter(type -> type.getPackageName().startsWith(ENGINE + "."))
                .map(ArchitectureTest::packageOf)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ARROWS.keySet()).containsExactlyInAnyOrderElementsOf(packages);
        assertThat(packages).containsAll(API);
    }

    @ArchTest
    static void shouldListNoArrowThatNothingUses(JavaClasses classes) {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(ENGINE + ".")) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .filter(target -> target.getPackageName().startsWith(ENGINE + "."))
                        .map(ArchitectureTest::packageOf)
                        .forEach(to -> used.computeIfAbsent(packageOf(type), from -> new TreeSet<>())
                                .add(to));
            }
        }
        List<String> idle = new ArrayList<>();
        ARROWS.forEach((from, tos) -> tos.stream()
                .filter(to -> !used.getOrDefault(from, Set.of()).contains(to))
                .forEach(to -> idle.add(from + " -> " + to)));
        assertThat(idle).as("arrows that nothing uses").isEmpty();
    }

    /** Times and names that are no results have one place each, which callers need not hand in. */
    @ArchTest
    static final ArchRule engineMeasuresAndNamesInOnePlaceEach = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(ENGINE + "..")
            .and()
            .doNotHaveFullyQualifiedName(ENGINE + ".Stopwatch")
            .and()
            .doNotHaveFullyQualifiedName(ENGINE + ".UniqueName")
            .and()
            // Hands a seed that is known to what asks for a generator of random numbers.
            .haveNameNotMatching(".*\\.provenance\\.PemKey(\\$Seed)?")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SecureRandom.class);

    @ArchTest
    static final ArchRule engineDoesNotTalkToTheConsoleOrTheEnvironment = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(ENGINE + "..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchCondition<JavaClass> followTheArrows() {
        return new ArchCondition<>("use only the packages that an arrow leads to") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = packageOf(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(ENGINE + "."))
                        .filter(use -> {
                            String to = packageOf(use.getTargetClass());
                            return !to.equals(from)
                                    && !ARROWS.getOrDefault(from, Set.of()).contains(to);
                        })
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> useOnlyTheApi() {
        return new ArchCondition<>("use only the packages of the engine that front ends may use") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(ENGINE + "."))
                        .filter(use -> !API.contains(packageOf(use.getTargetClass())))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
            }
        };
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ENGINE.length() + 1);
    }
}
