package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the signer of a provenance knows of a build; each fact is optional but the builder. What somebody else told it,
 * such as a Jenkins agent, is kept apart with {@link #reported}.
 *
 * <pre>{@code
 * Statement statement = new ProvenanceFacts(builder)
 *         .invocation(run)
 *         .source(revision)
 *         .parameter("flavour", "cpu")
 *         .reported("agent", record)
 *         .statement(List.of(new Subject(name, sha256)));
 * }</pre>
 */
public final class ProvenanceFacts {

    /** Names the form of builds; {@code docs/provenance/build-v1.md} describes it. */
    public static final String BUILD_TYPE =
            "https://github.com/jenkinsci/mlc-wheels-plugin/blob/main/docs/provenance/build-v1.md";

    /** The builder of whoever builds with the command line and names no builder: nobody vouches for the machine. */
    public static final URI WORKSTATION =
            URI.create("https://github.com/jenkinsci/mlc-wheels-plugin/blob/main/docs/provenance/workstation-v1.md");

    private final URI builder;
    private final Map<String, String> versions = new TreeMap<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> internal = new TreeMap<>();
    private final Set<BuildMaterial> materials = new LinkedHashSet<>();
    private final Map<String, String> byproducts = new TreeMap<>();
    private final Map<String, List<BuildRecord>> reports = new LinkedHashMap<>();
    private Optional<SourceRevision> source = Optional.empty();
    private Optional<String> configuration = Optional.empty();
    private Optional<String> image = Optional.empty();
    private Optional<URI> invocation = Optional.empty();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> finished = Optional.empty();

    /**
     * @param builder who answers for the statement, an absolute address without a user; {@link #WORKSTATION} if nobody does
     * @throws EngineException if it is none
     */
    public ProvenanceFacts(URI builder) {
        this.builder = checked(builder, "a builder");
    }

    private static URI checked(URI address, String what) {
        if (!address.isAbsolute()
                || address.getUserInfo() != null
                || address.toString().length() > 2000) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "the address of " + what + " is not absolute, or has a user in it",
                    "Give one such as https://ci.example.org/.");
        }
        return address;
    }

    /** Who answers for the statement. */
    public URI builder() {
        return builder;
    }

    /** @param run the address of the run that built */
    public ProvenanceFacts invocation(URI run) {
        invocation = Optional.of(checked(run, "a run"));
        return this;
    }

    /** See {@link SourceRevision}. */
    public ProvenanceFacts source(SourceRevision revision) {
        source = Optional.of(revision);
        return this;
    }

    /** What whoever asked for the build could choose. No secret and no path of a machine may be in it. */
    public ProvenanceFacts parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** @param sha256 digest of the whole configuration, of which {@link #parameter} tells what can be told */
    public ProvenanceFacts configuration(String sha256) {
        configuration = Optional.of(sha256);
        return this;
    }

    /** What the builder chose, such as the label of an agent. */
    public ProvenanceFacts internal(String name, String value) {
        internal.put(name, value);
        return this;
    }

    /** @param reference of the container image that built; its digest is known if it is {@code NAME@sha256:...} */
    public ProvenanceFacts image(String reference) {
        image = Optional.of(reference);
        return this;
    }

    /** What went into the build; a material that is given twice counts once. */
    public ProvenanceFacts materials(List<BuildMaterial> used) {
        materials.addAll(used);
        return this;
    }

    /** A program that took part, with its version. */
    public ProvenanceFacts version(String program, String version) {
        versions.put(program, version);
        return this;
    }

    /** Something else that the build left, such as a report or a log, by the SHA-256 of its bytes. */
    public ProvenanceFacts byproduct(String name, String sha256) {
        byproducts.put(name, new Subject(name, sha256).sha256());
        return this;
    }

    /** When the build began and ended. */
    public ProvenanceFacts times(Optional<Instant> start, Optional<Instant> end) {
        started = start;
        finished = end;
        return this;
    }

    /** All of a record that the signer vouches for, since it built the file itself. */
    public ProvenanceFacts built(BuildRecord record) {
        record.source().ifPresent(this::source);
        record.parameters().forEach(this::parameter);
        record.image().ifPresent(this::image);
        record.versions().forEach(this::version);
        record.log().ifPresent(digest -> byproduct("build.log", digest));
        return configuration(record.configuration())
                .materials(record.materials())
                .times(record.started(), record.finished());
    }

    /** A record that the signer merely was told. {@code verify} prints it as such. */
    public ProvenanceFacts reported(String by, BuildRecord record) {
        reports.computeIfAbsent(by, any -> new ArrayList<>()).add(record);
        return this;
    }

    /** The statement that these files were built so. */
    public Statement statement(List<Subject> files) {
        ObjectNode predicate = BundleJson.MAPPER.createObjectNode();
        definition(predicate.putObject("buildDefinition"));
        details(predicate.putObject("runDetails"));
        return Statement.of(StatementKind.PROVENANCE, files, predicate);
    }

    private void definition(ObjectNode node) {
        node.put("buildType", BUILD_TYPE);
        ObjectNode external = node.putObject("externalParameters");
        source.ifPresent(revision -> source(external, revision));
        configuration.ifPresent(digest -> external.put("configurationSha256", digest));
        parameters.forEach(external::put);
        ObjectNode own = node.putObject("internalParameters");
        internal.forEach(own::put);
        image.ifPresent(reference -> own.put("image", reference));
        reports.forEach((by, records) -> {
            ArrayNode list = own.withObject("/reported").putArray(by);
            records.forEach(record -> report(list.addObject(), record));
        });
        ArrayNode dependencies = node.putArray("resolvedDependencies");
        source.ifPresent(revision -> Descriptor.source(dependencies, revision));
        Descriptor.image(dependencies, image);
        Descriptor.materials(dependencies, List.copyOf(materials));
    }

    private static void source(ObjectNode node, SourceRevision revision) {
        revision.repository().ifPresent(repository -> node.put("repository", repository));
        revision.ref().ifPresent(ref -> node.put("ref", ref));
        revision.commit().ifPresent(commit -> node.put("commit", commit));
        if (revision.modified()) {
            node.put("modified", true);
        }
    }

    private static void report(ObjectNode node, BuildRecord record) {
        node.put("file", record.file()).put("sha256", record.sha256());
        record.source().ifPresent(revision -> source(node.putObject("source"), revision));
        node.put("configurationSha256", record.configuration());
        ObjectNode parameters = node.putObject("parameters");
        record.parameters().forEach(parameters::put);
        ObjectNode versions = node.putObject("versions");
        record.versions().forEach(versions::put);
        record.image().ifPresent(image -> node.put("image", image));
        record.log().ifPresent(log -> node.put("logSha256", log));
        ArrayNode dependencies = node.putArray("dependencies");
        Descriptor.image(dependencies, record.image());
        Descriptor.materials(dependencies, record.materials());
    }

    private void details(ObjectNode node) {
        ObjectNode by = node.putObject("builder").put("id", builder.toString());
        if (!versions.isEmpty()) {
            ObjectNode all = by.putObject("version");
            versions.forEach(all::put);
        }
        ObjectNode metadata = node.putObject("metadata");
        invocation.ifPresent(run -> metadata.put("invocationId", run.toString()));
        started.ifPresent(time -> metadata.put("startedOn", print(time)));
        finished.ifPresent(time -> metadata.put("finishedOn", print(time)));
        ArrayNode products = node.putArray("byproducts");
        byproducts.forEach((name, digest) -> {
            ObjectNode product = products.addObject().put("name", name);
            product.putObject("digest").put("sha256", digest);
        });
    }

    private static String print(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
