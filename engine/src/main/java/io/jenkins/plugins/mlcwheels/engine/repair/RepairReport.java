package io.jenkins.plugins.mlcwheels.engine.repair;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of a repair.
 *
 * @param output the repaired wheel
 * @param grafts libraries that were put into it
 * @param audit of the repaired wheel; it passed
 * @param compressor name and version of what deflated the new content: beside the content, the bytes depend on it
 * @param level at which it did, 1 to 9
 * @param symbols the archive with what was split off its files; empty if nothing was
 */
public record RepairReport(
        Path output,
        List<LibraryGraft> grafts,
        AuditReport audit,
        String compressor,
        int level,
        Optional<Path> symbols) {

    /** Version of {@link #toJson()}. */
    public static final int SCHEMA_VERSION = 1;

    public RepairReport {
        grafts = List.copyOf(grafts);
    }

    /**
     * One line of JSON.
     *
     * @param wheel that was repaired
     */
    public String toJson(Path wheel) throws IOException {
        ObjectNode top = Json.MAPPER.createObjectNode();
        top.put("schemaVersion", SCHEMA_VERSION);
        top.put("source", wheel.toString());
        top.put("output", output.toString());
        top.put("sha256", Sha256.of(output));
        top.put("platform", audit.overall());
        top.put("compressor", compressor);
        top.put("level", level);
        symbols.ifPresent(archive -> top.put("symbols", archive.toString()));
        ArrayNode all = top.putArray("grafts");
        for (LibraryGraft graft : grafts) {
            ObjectNode one = all.addObject();
            one.put("name", graft.name());
            graft.sonames().forEach(one.putArray("sonames")::add);
            one.put("source", graft.source().toString());
            one.put("sha256", graft.sha256());
            graft.owner().ifPresent(owner -> one.put("package", owner.purl()));
        }
        return Json.MAPPER.writeValueAsString(top);
    }
}
