/**
 * Releases on GitHub and GitHub Enterprise Server, over the REST API. {@code GitHubReleaseHost} is the
 * {@code ReleaseHost}; {@code GitHubWire} is the one place where requests are sent, retried and paced and where status
 * codes become exceptions. The token goes to the API's own origin and to the upload address only.
 */
package io.jenkins.plugins.mlcwheels.engine.github;
