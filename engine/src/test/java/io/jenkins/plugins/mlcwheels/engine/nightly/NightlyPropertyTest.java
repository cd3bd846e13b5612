package io.jenkins.plugins.mlcwheels.engine.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random releases of nightlies: flavours, Pythons, platforms, rebuilds, signatures, stable wheels and other files. */
class NightlyPropertyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    /** A development wheel: within what it competes, and its number there. */
    private record Nightly(String group, int dev) {}

    private final Map<String, Nightly> nightlies = new LinkedHashMap<>();
    private final List<HostedAsset> assets = new ArrayList<>();

    private void make(Random random, int size) {
        for (int i = 0; i < size; i++) {
            String flavour = List.of("cpu", "cu128", "rocm61").get(random.nextInt(3));
            String python = random.nextInt(4) == 0 ? "cp313-cp313" : "py3-none";
            String platform = random.nextInt(4) == 0 ? "win_amd64" : "manylinux_2_28_x86_64";
            int dev = random.nextInt(12);
            String local = random.nextInt(5) == 0 ? "+g" + Integer.toHexString(random.nextInt(4096)) : "";
            String build = random.nextInt(6) == 0 ? "-" + (1 + random.nextInt(3)) : "";
            String name = "mlc_" + flavour + "-0.20.dev" + dev + local + build + "-" + python + "-" + platform + ".whl";
            nightlies.put(name, new Nightly(flavour + python + platform, dev));
            if (random.nextInt(4) == 0) {
                add(name + ".sig");
            }
        }
        nightlies.keySet().forEach(this::add);
        add("SHA256SUMS");
        add("mlc_cpu-0.19.0-py3-none-manylinux_2_28_x86_64.whl");
        Collections.shuffle(assets, random);
    }

    private void add(String name) {
        if (assets.stream().noneMatch(asset -> asset.name().equals(name))) {
            assets.add(new HostedAsset(
                    Integer.toString(assets.size()), name, 1, true, Optional.of("0".repeat(64)), "https://x/" + name));
        }
    }

    private static RetentionPlan plan(List<HostedAsset> assets, int keep) {
        RetentionPolicy policy = RetentionPolicy.newest(keep).orderedBy(RetentionPolicy.Order.VERSION);
        return RetentionPlan.of(NightlyItems.of(assets), policy, NOW);
    }

    @Property(tries = 300)
    void shouldKeepJustTheNewestOfEachGroup(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 1, max = 4) int keep,
            @ForAll long seed) {
        nightlies.clear();
        assets.clear();
        make(new Random(seed), size);
        Set<String> deleted =
                plan(assets, keep).deleted().stream().map(RetentionItem::id).collect(Collectors.toSet());
        for (HostedAsset asset : assets) {
            Nightly nightly = nightlies.get(asset.name().replaceFirst("\\.sig$", ""));
            boolean old = nightly != null
                    && newer(nightly).headSet(nightly.dev(), false).size() >= keep;
            assertThat(deleted.contains(asset.name())).as(asset.name()).isEqualTo(old);
        }
    }

    /** The numbers within its group, the highest first. */
    private TreeSet<Integer> newer(Nightly nightly) {
        TreeSet<Integer> numbers = new TreeSet<>(Collections.reverseOrder());
        nightlies.values().stream()
                .filter(other -> other.group().equals(nightly.group()))
                .forEach(other -> numbers.add(other.dev()));
        return numbers;
    }

    @Property(tries = 300)
    void shouldDeleteNothingMoreTheSecondTime(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 1, max = 4) int keep,
            @ForAll long seed) {
        nightlies.clear();
        assets.clear();
        make(new Random(seed), size);
        Set<String> kept =
                plan(assets, keep).kept().stream().map(RetentionItem::id).collect(Collectors.toSet());
        assets.removeIf(asset -> !kept.contains(asset.name()));
        assertThat(plan(assets, keep).deleted()).isEmpty();
    }
}
