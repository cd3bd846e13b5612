/**
 * Carries out the builds of a matrix: finds each Python, builds what has not been built before, tests each wheel on its
 * Python, and says what came of every identifier.
 */
package io.jenkins.plugins.mlcwheels.engine.matrix.run;
