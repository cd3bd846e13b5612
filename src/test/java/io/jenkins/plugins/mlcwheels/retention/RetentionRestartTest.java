package io.jenkins.plugins.mlcwheels.retention;

import static io.jenkins.plugins.mlcwheels.retention.WheelBuilder.has;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.mlcwheels.record.WheelRemoval;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Sweeps that go on after a restart of Jenkins. */
class RetentionRestartTest {

    private static final Instant LATER = Instant.now().plus(Duration.ofDays(100));

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static WheelSweep sweep() {
        WheelSweep sweep = WheelSweep.get();
        sweep.use(InstantSource.fixed(LATER));
        return sweep;
    }

    private static void makeBuilds(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = WheelBuilder.job(jenkins.jenkins, "wheels");
        for (int i = 0; i < 3; i++) {
            jenkins.buildAndAssertSuccess(job);
        }
    }

    private static FreeStyleBuild build(int number) {
        return Jenkins.get().getItemByFullName("wheels", FreeStyleProject.class).getBuildByNumber(number);
    }

    private static List<Integer> withWheels() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            if (has(build(number))) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    @Test
    void sweepGoesOnWhereItWas() throws Throwable {
        sessions.then(jenkins -> {
            makeBuilds(jenkins);
            sweep().sweep(1);
            assertThat(withWheels()).containsExactly(2, 3);
            build(1).keepLog(true);
        });
        sessions.then(jenkins -> {
            sweep().sweep(1);
            assertThat(withWheels()).containsExactly(3);
            assertThat(WheelLifetime.of(build(1), WheelsAction.of(build(1)).orElseThrow())
                            .orElseThrow()
                            .getRemoved())
                    .isNotNull();
        });
        sessions.then(jenkins -> {
            sweep().sweep(1);
            assertThat(withWheels()).isEmpty();
        });
    }

    @Test
    void removalThatWasCutOffIsCompleted() throws Throwable {
        Instant began = LATER.minus(Duration.ofDays(1));
        sessions.then(jenkins -> {
            makeBuilds(jenkins);
            WheelsAction.of(build(2)).orElseThrow().recordRemoval(WheelRemoval.begun(began, "it was old enough"));
        });
        sessions.then(jenkins -> {
            sweep().sweep(10);
            assertThat(withWheels()).isEmpty();
            WheelRemoval removal = WheelsAction.of(build(2)).orElseThrow().getRemoval();
            assertThat(removal.isComplete()).isTrue();
            assertThat(removal.getBegan().toEpochMilli()).isEqualTo(began.toEpochMilli());
            assertThat(removal.getReason()).isEqualTo("it was old enough");
        });
    }

    @Test
    void buildsThatNobodyRegisteredAreFound() throws Throwable {
        sessions.then(RetentionRestartTest::makeBuilds);
        Files.delete(sessions.getHome().toPath().resolve(WheelSweep.class.getName() + ".xml"));
        sessions.then(jenkins -> {
            assertThat(WheelSweep.get().countKnown()).isZero();
            sweep().sweep(10);
            assertThat(withWheels()).isEmpty();
        });
    }

    @Test
    void aBrokenRegisterIsMadeAnew() throws Throwable {
        sessions.then(RetentionRestartTest::makeBuilds);
        Files.writeString(sessions.getHome().toPath().resolve(WheelSweep.class.getName() + ".xml"), "<broken");
        sessions.then(jenkins -> {
            sweep().sweep(10);
            assertThat(withWheels()).isEmpty();
        });
    }

    @Test
    void writesNothingWhereNothingIsDue() throws Throwable {
        sessions.then(jenkins -> {
            makeBuilds(jenkins);
            WheelSweep.get().sweep(10);
            Path register = sessions.getHome().toPath().resolve(WheelSweep.class.getName() + ".xml");
            assertThat(register).exists();
            Files.delete(register);

            WheelSweep.get().sweep(10);

            assertThat(register).doesNotExist();
            assertThat(WheelSweep.get().countKnown()).isEqualTo(3);
        });
    }
}
