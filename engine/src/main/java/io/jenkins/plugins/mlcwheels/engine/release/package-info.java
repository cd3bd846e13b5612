/**
 * Reconciles wheels with a release: plan, compare with what is there, apply. Hosts are behind a port.
 */
package io.jenkins.plugins.mlcwheels.engine.release;
