package io.jenkins.plugins.mlcwheels.retention;

import hudson.model.Job;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Searches all jobs for builds that the register does not know, such as those from before it was kept: some directories
 * at a time, without loading a build, and all over again every week.
 */
final class WheelScan {

    private static final Duration PAUSE = Duration.ofDays(7);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final WheelRegister register;

    WheelScan(WheelRegister register) {
        this.register = register;
    }

    /** @param most how many directories are looked at */
    void goOn(Instant now, int most) throws IOException {
        if (now.isBefore(register.nextScan())) {
            return;
        }
        TreeSet<String> jobs = new TreeSet<>();
        Jenkins.get().allItems(Job.class).forEach(job -> jobs.add(job.getFullName()));
        int left = most;
        for (String name : jobs.tailSet(register.scannedJob(), true)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
            int from = name.equals(register.scannedJob()) ? register.scannedNumber() : 0;
            left--;
            for (int number : job == null ? List.<Integer>of() : builds(job, from)) {
                if (left-- <= 0) {
                    return;
                }
                if (WheelsAction.isIn(job.getBuildDir().toPath().resolve(Integer.toString(number)))) {
                    register.add(name + "#" + number);
                }
                register.scannedTo(name, number);
            }
            if (left <= 0) {
                return;
            }
            register.scannedTo(name, Integer.MAX_VALUE);
        }
        register.scanEnded(now.plus(PAUSE));
    }

    private static List<Integer> builds(Job<?, ?> job, int from) throws IOException {
        Path directory = job.getBuildDir().toPath();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .map(Integer::valueOf)
                    .filter(number -> number > from)
                    .sorted()
                    .toList();
        }
    }
}
