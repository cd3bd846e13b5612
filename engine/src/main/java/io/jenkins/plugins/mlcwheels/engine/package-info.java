/**
 * Everything that turns native Python source and a tag into an audited, tested and published wheel, and needs no
 * Jenkins. Decisions ({@code *Plan}) do no I/O and can be printed, outcomes ({@code *Report}) are small immutable
 * values, and the outside world is behind ports ({@code *Host}, {@code *Catalog}). Nothing here logs, reads
 * environment variables or looks at the clock by itself: callers hand these in.
 */
package io.jenkins.plugins.mlcwheels.engine;
