package io.jenkins.plugins.mlcwheels.engine.github;

/** GitHub understood a request and does not accept it. */
public final class RequestRefusedException extends GitHubException {

    private static final long serialVersionUID = 1L;

    RequestRefusedException(String what, int status, String reason) {
        super(what + " was refused (" + status + "): " + reason, "Mend what it complains about; then publish again.");
    }
}
