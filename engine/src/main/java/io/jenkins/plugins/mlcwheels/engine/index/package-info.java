/**
 * A static simple index of wheels that pip installs from (PEP 503, 691, 658, 700).
 */
package io.jenkins.plugins.mlcwheels.engine.index;
