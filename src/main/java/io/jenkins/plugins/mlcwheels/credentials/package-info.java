/** The tokens that releases are published with: looked up at the moment of use, never kept. */
package io.jenkins.plugins.mlcwheels.credentials;
