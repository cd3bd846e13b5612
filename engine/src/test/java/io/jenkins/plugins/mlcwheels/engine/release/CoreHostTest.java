package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that has no more than it must have: neither a part nor a better way to do what the defaults do. */
class CoreHostTest extends ReleaseHostContractTest {

    @TempDir
    Path directory;

    @Override
    protected ReleaseHost host() {
        return core(new DirectoryReleaseHost(directory.resolve("releases"), TagPattern.STANDARD));
    }

    static ReleaseHost core(ReleaseHost host) {
        return (ReleaseHost) Proxy.newProxyInstance(
                ReleaseHost.class.getClassLoader(), new Class<?>[] {ReleaseHost.class}, (proxy, method, arguments) -> {
                    try {
                        return method.isDefault()
                                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                : method.invoke(host, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void shouldHaveNoMoreThanTenMethodsToImplement() {
        assertThat(Stream.of(ReleaseHost.class.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers())))
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void shouldPublishWithoutAnyPart() {
        ReleaseHost host = host();
        assertThat(host.part(LeasedHost.class)).isEmpty();
        NewRelease release = new NewRelease(TAG, "First", "", false, java.util.Optional.empty());
        HostedRelease draft = host.createDraft(release, new PublishMark("one", "a".repeat(64), false));
        try (ReleaseLease lease = LeasedHost.take(host, draft, "one")) {
            host.upload(draft, ReleaseAsset.ofBytes("a.whl", new byte[] {1}), ProgressListener.SILENT);
            lease.check();
        }
        assertThat(host.publish(draft, release, true).draft()).isFalse();
    }
}
