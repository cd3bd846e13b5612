/**
 * What is kept and what may go: pure decisions over items that somebody else listed, each with its reason in words.
 * Container images, wheels on a release and builds in Jenkins are all decided here; deleting is done elsewhere.
 */
package io.jenkins.plugins.mlcwheels.engine.retention;
