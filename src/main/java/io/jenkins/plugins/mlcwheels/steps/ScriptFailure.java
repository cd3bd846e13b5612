package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;

/** How a script's exit code is told. The script itself has said what is wrong and what to do, in the log. */
final class ScriptFailure {

    private ScriptFailure() {}

    static AbortException of(String what, int code) {
        return new AbortException(what + " failed (exit code " + code + "); the log above says why");
    }
}
