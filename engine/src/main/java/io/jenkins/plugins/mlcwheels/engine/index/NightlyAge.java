package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Of when the newest nightly of a project is, since the last good one stays when a newer one fails its tests. */
public record NightlyAge(Pep440Version version, Instant uploaded) {

    static final String BEGINNING = "Newest nightly: ";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of the wheels of one project; empty if the newest is none of a development version, or of unknown time. */
    public static Optional<NightlyAge> of(List<IndexedWheel> wheels) {
        Optional<Pep440Version> newest = wheels.stream()
                .map(wheel -> Pep440Version.parse(wheel.filename().version()))
                .max(Comparator.naturalOrder())
                .filter(version -> version.dev().isPresent());
        return newest.flatMap(version -> wheels.stream()
                .filter(wheel -> Pep440Version.parse(wheel.filename().version()).equals(version))
                .flatMap(wheel -> wheel.uploaded().stream())
                .max(Comparator.naturalOrder())
                .map(time -> new NightlyAge(version, time)));
    }

    /** In whole days. */
    public long days(Instant now) {
        return Math.max(0, Duration.between(uploaded, now).toDays());
    }

    /** For people, with its time, which does not change while the page is served. */
    @Override
    public String toString() {
        return BEGINNING + version + ", uploaded " + MINUTE.format(uploaded) + " UTC";
    }
}
