/** JSON as every document and answer is read and written. */
package io.jenkins.plugins.mlcwheels.engine.json;
