/** The inside of a wheel: its files, what its native files need and offer, and what it says of itself. */
package io.jenkins.plugins.mlcwheels.engine.inspect;
