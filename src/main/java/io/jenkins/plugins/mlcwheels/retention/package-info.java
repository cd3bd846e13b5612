/**
 * When the wheels of builds that are no releases leave the artifacts, and what takes them away. Builds, their logs, records
 * and pages stay.
 */
package io.jenkins.plugins.mlcwheels.retention;
