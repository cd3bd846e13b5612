package io.jenkins.plugins.mlcwheels.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of pushes, nested indexes that share children, attestations and moved tags, as real manifests. */
class ImagePrunerPropertyTest {

    /** What was pushed, with what hangs together kept apart from the manifests that say so. */
    private static final class History {
        private final ImageModel model = new ImageModel();
        private final List<String> pushed = new ArrayList<>();
        private final Map<String, Set<String>> linked = new HashMap<>();
        private final Set<String> about = new HashSet<>();
        private final Map<String, String> tags = new TreeMap<>();

        private History(Random random, int size) {
            for (int i = 0; i < size; i++) {
                push(random, i);
            }
            tag(pushed.get(random.nextInt(size)), "latest");
            for (int i = 0; i < random.nextInt(4); i++) {
                tag(pushed.get(random.nextInt(size)), "c" + random.nextInt(size));
            }
        }

        private void push(Random random, int number) {
            int kind = number == 0 ? 0 : random.nextInt(10);
            if (kind < 5) {
                pushed.add(kind == 1 ? model.dockerImage() : model.image());
            } else if (kind < 8) {
                index(random, number);
            } else {
                attach(random, number, kind == 8);
            }
            if (kind < 8 && random.nextInt(3) > 0) {
                tag(pushed.get(number), "c" + number);
            }
        }

        private void index(Random random, int number) {
            List<String> children = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(n -> pushed.get(random.nextInt(number)))
                    .distinct()
                    .toList();
            String index = random.nextBoolean() ? model.index(children) : model.dockerList(children);
            pushed.add(index);
            linked.put(index, Set.copyOf(children));
        }

        private void attach(Random random, int number, boolean byTag) {
            String subject = pushed.get(random.nextInt(number));
            String tag = ImageModel.tagFor(subject, "." + number);
            String attached = byTag ? model.image(tag) : model.attachment(subject);
            pushed.add(attached);
            about.add(attached);
            link(subject, attached);
            if (byTag && random.nextInt(3) == 0) {
                String second = pushed.get(random.nextInt(number));
                model.retag(attached, ImageModel.tagFor(second, "." + number));
                link(second, attached);
            }
        }

        private void link(String subject, String attached) {
            linked.merge(subject, Set.of(attached), (old, more) -> {
                Set<String> all = new HashSet<>(old);
                all.addAll(more);
                return all;
            });
        }

        private void tag(String digest, String name) {
            model.retag(digest, name);
            tags.put(name, digest);
        }

        /** All that is there for the sake of a digest. */
        private Set<String> reachable(String from) {
            Set<String> seen = new HashSet<>();
            Deque<String> todo = new ArrayDeque<>(List.of(from));
            while (!todo.isEmpty()) {
                String digest = todo.pop();
                if (seen.add(digest)) {
                    todo.addAll(linked.getOrDefault(digest, Set.of()));
                }
            }
            return seen;
        }

        /** The tags that there are still. */
        private Map<String, String> left() {
            Map<String, String> left = new TreeMap<>(tags);
            left.values().retainAll(model.digests());
            return left;
        }

        /** Tagged images, each of which the model makes older than the one before; none that is about another. */
        private List<String> newest(int count) {
            return pushed.stream()
                    .filter(tags.values()::contains)
                    .filter(digest -> !about.contains(digest))
                    .limit(count)
                    .toList();
        }

        private RetentionReport prune(int keep, ImageCatalog catalog) {
            ImagePruner pruner = new ImagePruner(
                    catalog, RetentionPolicy.newest(keep, "latest"), new VirtualTiming(), ProgressListener.SILENT);
            return pruner.apply(pruner.plan());
        }
    }

    @Property(tries = 300)
    void shouldNeverDeleteWhatIsReachableFromKeptTag(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 4) int keep,
            @ForAll long seed) {
        History history = new History(new Random(seed), size);
        history.prune(keep, new InMemoryImageCatalog(history.model));
        Set<String> left = history.model.digests();
        assertThat(left).contains(history.tags.get("latest"));
        history.tags.values().stream().filter(left::contains).forEach(kept -> assertThat(left)
                .containsAll(history.reachable(kept)));
        assertThat(history.model.isConsistent()).isTrue();
    }

    @Property(tries = 200)
    void shouldDeleteNothingMoreTheSecondTime(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 4) int keep,
            @ForAll long seed) {
        History history = new History(new Random(seed), size);
        ImageCatalog catalog = new InMemoryImageCatalog(history.model);
        history.prune(keep, catalog);
        assertThat(history.prune(keep, catalog).deleted()).isEmpty();
    }

    @Property(tries = 200)
    void shouldStayConsistentWhateverFailsAndNeverLoseTheNewest(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 4) int keep,
            @ForAll long seed) {
        History history = new History(new Random(seed), size);
        List<String> newest = history.newest(keep);
        history.prune(keep, new Unreliable(history.model, new Random(seed)));
        assertThat(history.model.isConsistent()).isTrue();
        history.prune(keep, new InMemoryImageCatalog(history.model));
        assertThat(history.model.isConsistent()).isTrue();
        newest.forEach(kept -> assertThat(history.model.digests()).containsAll(history.reachable(kept)));
    }

    /** Fails every other deletion or so. */
    private static final class Unreliable implements ImageCatalog {

        private final ImageCatalog catalog;
        private final Random random;

        private Unreliable(ImageModel model, Random random) {
            this.catalog = new InMemoryImageCatalog(model);
            this.random = random;
        }

        @Override
        public String describe() {
            return catalog.describe();
        }

        @Override
        public List<ImageVersion> versions() {
            return catalog.versions();
        }

        @Override
        public ImageManifest manifest(ImageVersion version) {
            return catalog.manifest(version);
        }

        @Override
        public Set<String> referrers(ImageVersion version) {
            return catalog.referrers(version);
        }

        @Override
        public void delete(ImageVersion version) {
            if (random.nextBoolean()) {
                throw new RemoteException(RemoteException.Reason.UNREACHABLE, "it did not work", "");
            }
            catalog.delete(version);
        }
    }
}
