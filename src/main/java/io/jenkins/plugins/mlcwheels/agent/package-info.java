/**
 * What runs on agents: small callables that let the engine work in the workspace and return small reports, which the
 * controller does not trust.
 */
package io.jenkins.plugins.mlcwheels.agent;
