package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import io.jenkins.plugins.mlcwheels.scm.SourceRepository;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which repository on GitHub a step works on, and with which credentials. What parameters don't say is taken from the
 * multibranch project; its credentials are used for its own repository only, and never in builds of change requests.
 *
 * @param api null, as the others, only if there are objections
 */
record GitHubTarget(
        @CheckForNull String api,
        @CheckForNull String repository,
        @CheckForNull String credentialsId,
        List<Objection> objections) {

    /** What parameters say; null where they say nothing. */
    record Given(
            @CheckForNull String repository,
            @CheckForNull String api,
            @CheckForNull String credentialsId) {}

    /**
     * @param verb what is to be done, such as {@code publish to}
     * @param right what the token has to allow, such as {@code write contents}
     */
    static GitHubTarget of(Run<?, ?> run, Given given, String verb, String right) {
        Optional<SourceRepository> source = SourceRepository.of(run);
        String repository = or(given.repository(), source.map(SourceRepository::fullName));
        String api = or(given.api(), source.map(SourceRepository::api));
        if (api == null) {
            api = GitHubRepository.PUBLIC_API.toString();
        }
        boolean own = source.isPresent()
                && Objects.equals(repository, source.get().fullName())
                && Objects.equals(api, source.get().api());
        boolean lent = own && !BuiltHead.isChangeRequest(run);
        String credentialsId =
                given.credentialsId() == null && lent ? source.get().credentialsId() : given.credentialsId();
        List<Objection> objections = new ArrayList<>();
        if (repository == null) {
            objections.add(new Objection("no repository on GitHub to " + verb, "Give repository: 'OWNER/NAME'."));
        }
        if (!isAddress(api)) {
            objections.add(new Objection(
                    "'" + api + "' is not an address", "Give apiUri such as https://github.example.org/api/v3."));
        }
        if (credentialsId == null) {
            objections.add(new Objection(
                    source.isPresent() && !lent
                            ? "the credentials of the project's source are not used "
                                    + (own ? "in builds of change requests" : "for " + repository + " at " + api)
                            : "no credentials to " + verb.replace(" to", ""),
                    "Give credentialsId, of a token that may " + right + "."));
        }
        return new GitHubTarget(api, repository, credentialsId, objections);
    }

    /**
     * The same for a step that deletes: never in builds of change requests, and with the credentials of the project only
     * in builds of its primary branch.
     *
     * @param right what the token has to allow
     */
    static GitHubTarget forDeletion(Run<?, ?> run, Given given, String right) {
        GitHubTarget target = of(run, given, "prune", right);
        List<Objection> objections = new ArrayList<>(target.objections());
        objectionToDeletion(run).ifPresent(objections::add);
        if (objections.isEmpty() && given.credentialsId() == null && !BuiltHead.isPrimaryBranch(run)) {
            objections.add(new Objection(
                    "this is a build of the " + BuiltHead.describe(run).orElse("job")
                            + ", which does not delete with the credentials of the project's source",
                    "Prune in a build of the primary branch, or give credentialsId, of a token that may " + right
                            + "."));
        }
        return new GitHubTarget(target.api, target.repository, target.credentialsId, objections);
    }

    /** Whoever proposes a change also proposes its pipeline. */
    static Optional<Objection> objectionToDeletion(Run<?, ?> run) {
        return BuiltHead.isChangeRequest(run)
                ? Optional.of(new Objection(
                        "this is a build of the " + BuiltHead.describe(run).orElseThrow() + ", which deletes nothing",
                        "Prune in a build of the primary branch."))
                : Optional.empty();
    }

    private static String or(@CheckForNull String given, Optional<String> otherwise) {
        return given == null ? otherwise.orElse(null) : given;
    }

    private static boolean isAddress(String text) {
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The same, if nothing speaks against it. */
    GitHubTarget checked() throws AbortException {
        if (!objections.isEmpty()) {
            throw new AbortException(String.join(
                    "\n", objections.stream().map(Objection::toString).toList()));
        }
        return this;
    }
}
