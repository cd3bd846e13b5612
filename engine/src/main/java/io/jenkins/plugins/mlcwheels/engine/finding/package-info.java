/** What a check says about a file: one kind of statement for archives, wheels and audits. */
package io.jenkins.plugins.mlcwheels.engine.finding;
