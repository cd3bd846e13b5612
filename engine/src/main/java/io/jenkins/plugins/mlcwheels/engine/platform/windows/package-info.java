/** Windows: PE files, and who brings the DLLs that they need. */
package io.jenkins.plugins.mlcwheels.engine.platform.windows;
