/** What the Windows loader sees of a PE file: a bounds-checked reader. */
package io.jenkins.plugins.mlcwheels.engine.pe;
