/**
 * What every client of a remote service needs: sending within limits of size and time, retrying, waiting as asked,
 * proxies, certificates, and telling who may hear a token. Knows no service.
 */
package io.jenkins.plugins.mlcwheels.engine.http;
