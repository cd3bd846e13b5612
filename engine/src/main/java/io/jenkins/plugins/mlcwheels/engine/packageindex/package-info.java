/**
 * Uploads wheels and source distributions to a package index, such as PyPI, devpi, Artifactory, Nexus, GitLab or
 * pypiserver: reads what is there, compares, sends what is missing, and looks whether it is listed.
 */
package io.jenkins.plugins.mlcwheels.engine.packageindex;
