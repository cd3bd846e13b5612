/**
 * The Pipeline steps. A step turns its parameters into a request to the engine, lets an agent do the work, and turns the
 * outcome into a record of the build and a value for the pipeline.
 */
package io.jenkins.plugins.mlcwheels.steps;
