/** What extension modules may use of Python: the stable ABI, version by version. */
package io.jenkins.plugins.mlcwheels.engine.abi;
