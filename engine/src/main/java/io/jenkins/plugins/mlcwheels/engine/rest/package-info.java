/** What clients of REST APIs share: pacing, what a status means, reasons in bodies, JSON. */
package io.jenkins.plugins.mlcwheels.engine.rest;
