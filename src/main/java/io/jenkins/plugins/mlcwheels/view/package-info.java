/**
 * What people and programs get to see of a build's wheels: a summary on the build's page, a page of their own and the
 * remote API. Reads the record, changes nothing.
 */
package io.jenkins.plugins.mlcwheels.view;
