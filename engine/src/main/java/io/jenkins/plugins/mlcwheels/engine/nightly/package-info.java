/**
 * Nightly wheels that pile up on one release: which of them stay, and their pruning. The decisions are those of
 * {@code engine.retention}; an index of what stays is written before anything goes.
 */
package io.jenkins.plugins.mlcwheels.engine.nightly;
