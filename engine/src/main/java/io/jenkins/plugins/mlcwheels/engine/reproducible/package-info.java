/** Two builds of one source compared: which files and sections of their wheels differ, and why. */
package io.jenkins.plugins.mlcwheels.engine.reproducible;
