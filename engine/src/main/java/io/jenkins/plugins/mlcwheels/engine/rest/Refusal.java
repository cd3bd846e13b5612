package io.jenkins.plugins.mlcwheels.engine.rest;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands behind a 403 that no permission of the token helps against.
 *
 * @see <a href="https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api">Troubleshooting the REST
 *     API</a>
 */
public enum Refusal {
    SINGLE_SIGN_ON(
            "Authorize the token for the single sign-on of its organization, in the settings of the token.",
            "saml enforcement",
            "single sign-on"),
    ADDRESS(
            "Run it from an address that the IP allow list of the organization or enterprise permits, or let an owner"
                    + " add this one.",
            "ip allow list"),
    TOKEN_POLICY(
            "Use a token of a kind and lifetime that the organization or enterprise accepts.",
            "forbids access via",
            "oauth app access restrictions"),
    ARCHIVED("Unarchive the repository first.", "was archived"),
    BLOCKED(
            "Ask the support of the service about the account or repository.",
            "suspended",
            "access blocked",
            "account is flagged"),
    CLIENT("Check any proxy between, which may have taken headers away.", "administrative rules");

    private final String remedy;
    private final String[] words;

    Refusal(String remedy, String... words) {
        this.remedy = remedy;
        this.words = words;
    }

    /** The reason that an answer gives; empty if it gives none of these. */
    public static Optional<Refusal> of(HttpAnswer answer) {
        if (answer.status() == 403 && answer.header("x-github-sso").isPresent()) {
            return Optional.of(SINGLE_SIGN_ON);
        }
        String text = answer.text().toLowerCase(Locale.ROOT);
        return answer.status() == 403
                ? Arrays.stream(values())
                        .filter(refusal -> Arrays.stream(refusal.words).anyMatch(text::contains))
                        .findFirst()
                : Optional.empty();
    }

    /** What to do about it, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
