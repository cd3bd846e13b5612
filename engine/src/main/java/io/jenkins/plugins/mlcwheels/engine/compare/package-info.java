/** Two wheels, or two sets of wheels, side by side: what is new, gone, larger, and what that breaks. */
package io.jenkins.plugins.mlcwheels.engine.compare;
