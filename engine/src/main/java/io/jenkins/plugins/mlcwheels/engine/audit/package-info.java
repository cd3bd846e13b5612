/**
 * Judges wheels against the manylinux and musllinux policies and says what pins their platform tag.
 */
package io.jenkins.plugins.mlcwheels.engine.audit;
