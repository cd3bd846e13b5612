/**
 * What a container registry holds, as items that retention decides about, and its pruning. {@code ImageCatalog} is the
 * port; {@code GhcrCatalog} speaks to the GitHub Container Registry. Whatever can't be read stops everything: of a
 * registry that is known in part nothing is deleted.
 */
package io.jenkins.plugins.mlcwheels.engine.registry;
