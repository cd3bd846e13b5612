package io.jenkins.plugins.mlcwheels.engine.github;

/** GitHub asks for a longer wait than the deadline allows. */
public final class RateLimitedException extends GitHubException {

    private static final long serialVersionUID = 1L;

    RateLimitedException(String wait) {
        super(
                "GitHub limits the rate of requests and asks to wait " + wait + ", longer than the deadline allows",
                "Publish again later to go on where this stopped, or allow more time with --deadline.");
    }
}
