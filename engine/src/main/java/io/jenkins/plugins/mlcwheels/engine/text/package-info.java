/** Text from outside, made fit to be shown to a person. */
package io.jenkins.plugins.mlcwheels.engine.text;
