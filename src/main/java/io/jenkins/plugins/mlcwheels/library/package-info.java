/** Brings the pipeline library that is part of the plugin to pipelines, with nothing to configure. */
package io.jenkins.plugins.mlcwheels.library;
