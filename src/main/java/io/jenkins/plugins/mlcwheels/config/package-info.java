/** Settings of the whole controller, in the UI and in configuration as code. */
package io.jenkins.plugins.mlcwheels.config;
