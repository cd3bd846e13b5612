/**
 * Release tags, SemVer, PEP 440 versions and how they map to each other.
 */
package io.jenkins.plugins.mlcwheels.engine.version;
