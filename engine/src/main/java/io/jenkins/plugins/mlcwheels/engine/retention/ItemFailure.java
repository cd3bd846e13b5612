package io.jenkins.plugins.mlcwheels.engine.retention;

/** A failure to delete one item that says nothing about the next one. */
public interface ItemFailure {}
