import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOFile;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.macho.PageDigests;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what the engine reads of PE and Mach-O files, one JSON object a line; for bench/platforms. */
public class NativeFacts {

    public static void main(String[] files) throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String name : files) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("path", name);
            try {
                read(Path.of(name), facts);
            } catch (EngineException e) {
                facts.put("error", e.getMessage());
            }
            System.out.println(json.writeValueAsString(facts));
        }
    }

    private static void read(Path file, Map<String, Object> facts) throws Exception {
        byte[] start = new byte[64];
        try (InputStream in = Files.newInputStream(file)) {
            in.readNBytes(start, 0, 64);
        }
        PageDigests digests = new PageDigests();
        boolean macho = MachOFile.isMachO(start);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            StreamedBytes bytes = new StreamedBytes(
                    macho ? "Mach-O" : "PE",
                    Files.size(file),
                    in,
                    () -> Files.newInputStream(file),
                    macho ? digests : StreamedBytes.Tap.NONE);
            if (macho) {
                facts.put("format", "macho");
                facts.put("slices", slices(MachOFile.read(bytes, digests, name -> true)));
            } else {
                pe(PeFile.read(bytes, name -> true), facts);
            }
        }
    }

    private static void pe(PeFile file, Map<String, Object> facts) {
        facts.put("format", "pe");
        facts.put("machine", file.header().machineCode());
        facts.put("machineName", file.header().machine().toString());
        facts.put("is64", file.header().is64());
        facts.put("characteristics", file.header().characteristics());
        facts.put("dllCharacteristics", file.header().dllCharacteristics());
        facts.put("subsystem", file.header().subsystem());
        facts.put("system", file.header().operatingSystem().toString());
        facts.put("subsystemVersion", file.header().subsystemVersion().toString());
        List<Object> imports = new ArrayList<>();
        for (PeFile.Import one : file.imports()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("dll", one.dll());
            shown.put("delayed", one.delayed());
            shown.put("symbols", one.symbols());
            shown.put("ordinals", one.ordinals());
            imports.add(shown);
        }
        facts.put("imports", imports);
        facts.put("exports", file.exports().names());
        facts.put("forwarders", file.exports().forwarders());
        facts.put("signature", file.extras().certificateSize());
        facts.put("pdb", file.extras().pdb().orElse(null));
        facts.put("manifest", file.extras().manifest().orElse(null));
    }

    private static List<Object> slices(MachOFile file) {
        List<Object> slices = new ArrayList<>();
        for (MachOSlice slice : file.slices()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("architecture", slice.header().architecture());
            shown.put("cpu", slice.header().cpu());
            shown.put("fileType", slice.header().fileType());
            shown.put("id", slice.linkage().id().orElse(null));
            List<Object> needs = new ArrayList<>();
            slice.linkage().needs().forEach(need -> needs.add(List.of(
                    need.name(), need.kind().toString(), need.current().toString(), need.compatibility().toString())));
            shown.put("needs", needs);
            shown.put("rpaths", slice.linkage().rpaths());
            shown.put("platform", slice.minimum().map(MachOSlice.Minimum::platform).orElse(null));
            shown.put("minimum", slice.minimum().map(minimum -> minimum.system().toString()).orElse(null));
            shown.put("sdk", slice.minimum().map(minimum -> minimum.sdk().toString()).orElse(null));
            shown.put("exported", slice.symbols().exported());
            shown.put("needed", slice.symbols().needed().stream().map(MachOSlice.Needed::name).toList());
            shown.put("signature", slice.signature().state().toString());
            shown.put("adHoc", slice.signature().adHoc());
            shown.put("problem", slice.signature().problem());
            slices.add(shown);
        }
        return slices;
    }
}
