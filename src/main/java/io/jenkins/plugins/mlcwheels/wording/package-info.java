/** The engine's texts in the words of pipelines. */
package io.jenkins.plugins.mlcwheels.wording;
