/**
 * What to build and how: from a request over a printable plan to one bash script, here or in a container.
 */
package io.jenkins.plugins.mlcwheels.engine.build;
