package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;

/** GitHub does not take a token, or does not take it any more. */
public final class RefusedToken extends AbortException {

    private static final long serialVersionUID = 1L;

    RefusedToken(String message) {
        super(message);
    }
}
