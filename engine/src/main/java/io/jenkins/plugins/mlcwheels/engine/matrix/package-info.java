/**
 * Which builds a project has, and with which options: identifiers as of cibuildwheel, selection, and the options of
 * {@code [tool.mlc-wheels]} or {@code [tool.cibuildwheel]}. Decides only; it runs nothing and finds no Python.
 */
package io.jenkins.plugins.mlcwheels.engine.matrix;
