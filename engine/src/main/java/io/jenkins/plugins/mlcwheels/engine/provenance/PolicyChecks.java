package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds a signed provenance against a policy. Only what its builder vouches for counts: what was merely reported to it
 * fulfils nothing, and is named where it would have.
 */
final class PolicyChecks {

    private static final String NOTHING = "nothing";

    private final JsonNode predicate;
    private final List<Check> checks = new ArrayList<>();

    private PolicyChecks(JsonNode predicate) {
        this.predicate = predicate;
    }

    static List<Check> of(Statement provenance, VerifyPolicy policy, Instant now) {
        PolicyChecks checks = new PolicyChecks(provenance.predicate());
        policy.builder().ifPresent(wanted -> checks.equal("builder", wanted, "/runDetails/builder/id"));
        policy.sourceRepository().ifPresent(checks::repository);
        policy.tag().ifPresent(tag -> checks.parameter("tag", "refs/tags/" + tag, "ref"));
        policy.commit().ifPresent(commit -> checks.commit(commit.toLowerCase(Locale.ROOT)));
        policy.image().ifPresent(checks::image);
        policy.maxAge().ifPresent(age -> checks.age(age, now));
        return checks.checks;
    }

    private void equal(String name, String wanted, String place) {
        checks.add(Check.equal(name, wanted, text(predicate, place).orElse(NOTHING)));
    }

    private Optional<String> parameter(String name) {
        return text(predicate, "/buildDefinition/externalParameters/" + name);
    }

    private void parameter(String name, String wanted, String parameter) {
        String found = parameter(parameter).orElseGet(() -> reported("/source/" + parameter));
        checks.add(Check.equal(name, wanted, found));
    }

    private void repository(String wanted) {
        Optional<String> found = parameter("repository");
        checks.add(new Check(
                "source-repository",
                wanted,
                found.orElseGet(() -> reported("/source/repository")),
                found.filter(there -> place(there).equals(place(wanted))).isPresent()));
    }

    /** Files that differ from the commit make it another source. */
    private void commit(String wanted) {
        Optional<String> found = parameter("commit");
        boolean modified =
                predicate.at("/buildDefinition/externalParameters/modified").asBoolean(false);
        checks.add(new Check(
                "commit",
                wanted,
                found.map(commit -> commit + (modified ? ", with changes" : ""))
                        .orElseGet(() -> reported("/source/commit")),
                found.filter(wanted::equals).isPresent() && !modified));
    }

    private void image(String wanted) {
        Optional<String> found = text(predicate, "/buildDefinition/internalParameters/image");
        checks.add(new Check(
                "image",
                wanted,
                found.orElseGet(() -> reported("/image")),
                found.filter(there ->
                                there.equals(wanted) || wanted.startsWith("sha256:") && there.endsWith("@" + wanted))
                        .isPresent()));
    }

    private void age(Duration most, Instant now) {
        Optional<Instant> ended =
                text(predicate, "/runDetails/metadata/finishedOn").flatMap(PolicyChecks::time);
        boolean young = ended.filter(time -> !time.isBefore(now.minus(most))).isPresent();
        checks.add(new Check(
                "max-age",
                "built after " + now.minus(most),
                ended.map(time -> "built " + time).orElse("no time of the build"),
                young));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String reported(String place) {
        for (JsonNode reports : predicate.at("/buildDefinition/internalParameters/reported")) {
            for (JsonNode report : reports) {
                Optional<String> text = text(report, place);
                if (text.isPresent()) {
                    return text.get() + ", but only as reported to the builder";
                }
            }
        }
        return NOTHING;
    }

    private static Optional<String> text(JsonNode node, String place) {
        JsonNode value = node.at(place);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** Host and path, without what differs between addresses of one repository. */
    private static String place(String address) {
        return address.replaceFirst("^(?:git\\+)?[a-zA-Z][a-zA-Z0-9+.-]*://", "")
                .replaceFirst("^[^/@]*@", "")
                .replaceFirst("/+$", "")
                .replaceFirst("\\.git$", "")
                .toLowerCase(Locale.ROOT);
    }
}
