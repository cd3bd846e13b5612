/**
 * What a build knows about the wheels that it made or audited: small facts in {@code build.xml}, the audit reports in
 * files beside it that are read only when somebody looks.
 */
package io.jenkins.plugins.mlcwheels.record;
