import io.jenkins.plugins.mlcwheels.engine.elf.strip.ElfStripper;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.StripLevel;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.StripReport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Strips ELF files, for bench/strip. Standard input has one file a line: level, source, target, and the file for its
 * symbols or nothing, with tabs between. Prints for each its sizes, the milliseconds, and why it was kept, if it was.
 */
public class Strip {

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] job = line.split("\t", -1);
            ElfStripper stripper = new ElfStripper(StripLevel.valueOf(job[0].toUpperCase(Locale.ROOT)));
            Path source = Path.of(job[1]);
            Path target = Path.of(job[2]);
            Files.deleteIfExists(target);
            long start = System.nanoTime();
            StripReport report;
            if (job[3].isEmpty()) {
                report = stripper.strip(source, target);
            } else {
                Files.deleteIfExists(Path.of(job[3]));
                report = stripper.split(source, target, Path.of(job[3]), source.getFileName().toString());
            }
            System.out.println(String.join(
                    "\t",
                    String.valueOf(report.before()),
                    String.valueOf(report.after()),
                    String.valueOf((System.nanoTime() - start) / 1_000_000),
                    report.keptBecause().orElse("")));
        }
    }
}
