/**
 * How a built wheel is tested in a clean environment.
 */
package io.jenkins.plugins.mlcwheels.engine.test;
