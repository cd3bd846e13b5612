package io.jenkins.plugins.mlcwheels.engine.packageindex;

/** A field of the form in which a file is uploaded. */
record FormField(String name, String value) {}
