/** What source control says about a build: whether it is that of a release tag of the origin, and which. */
package io.jenkins.plugins.mlcwheels.scm;
