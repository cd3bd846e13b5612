package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every {@link ReleaseHost} has to hold to; a subclass for each says how to get one. */
public abstract class ReleaseHostContractTest {

    protected static final String TAG = "v0.1.0";
    protected static final String COMMIT = "1".repeat(40);

    private static final PublishMark MARK = new PublishMark("one", "a".repeat(64), false);
    private static final NewRelease RELEASE = new NewRelease(TAG, "First", "Notes.", false, Optional.empty());

    /** A host without releases that has the tag {@link #TAG} at {@link #COMMIT}, if it knows tags. */
    protected abstract ReleaseHost host() throws IOException;

    @Test
    void shouldFindDraftByTagWithItsMark() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        assertThat(draft.draft()).isTrue();
        assertThat(draft.tag()).isEqualTo(TAG);
        assertThat(host.find(TAG)).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(draft.id());
            assertThat(found.mark()).contains(MARK);
        });
        assertThat(host.find("v0.2.0")).isEmpty();
        assertThat(host.published()).isEmpty();
    }

    @Test
    void shouldChangeMark() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        Assumptions.assumeTrue(host.part(LeasedHost.class).isPresent(), "no leases");
        LeasedHost.mark(host, draft, MARK.asPublishing());
        assertThat(host.read(draft).mark()).contains(MARK.asPublishing());
    }

    @Test
    void shouldReturnBytesOfUploadedAsset() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        ReleaseAsset asset = asset("a-1+cu128.whl", "first");
        HostedAsset stored = host.upload(draft, asset, ProgressListener.SILENT);
        assertThat(stored.complete()).isTrue();
        assertThat(stored.size()).isEqualTo(5);
        assertThat(host.assets(draft)).extracting(HostedAsset::name).containsExactly("a-1+cu128.whl");
        assertThat(read(host, draft, stored)).isEqualTo("first");
        assertThat(stored.sha256().orElse(asset.sha256())).isEqualTo(asset.sha256());
    }

    @Test
    void shouldNotReplaceAssetByUpload() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        HostedAsset first = host.upload(draft, asset("a.whl", "first"), ProgressListener.SILENT);
        assertThatThrownBy(() -> host.upload(draft, asset("a.whl", "other"), ProgressListener.SILENT))
                .isInstanceOf(AssetExistsException.class);
        assertThat(host.assets(draft)).hasSize(1);
        assertThat(read(host, draft, first)).isEqualTo("first");
    }

    @Test
    void shouldRenameAsset() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        HostedAsset first = host.upload(draft, asset("a.whl.mlc-new", "first"), ProgressListener.SILENT);
        HostedAsset renamed = host.rename(draft, first, "a.whl");
        assertThat(renamed.name()).isEqualTo("a.whl");
        assertThat(host.assets(draft)).extracting(HostedAsset::name).containsExactly("a.whl");
        assertThat(read(host, draft, renamed)).isEqualTo("first");
    }

    @Test
    void shouldNotRenameAssetOntoAnother() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        HostedAsset first = host.upload(draft, asset("a.whl", "first"), ProgressListener.SILENT);
        HostedAsset second = host.upload(draft, asset("b.whl", "second"), ProgressListener.SILENT);
        assertThatThrownBy(() -> host.rename(draft, second, "a.whl")).isInstanceOf(AssetExistsException.class);
        assertThat(read(host, draft, first)).isEqualTo("first");
        assertThat(host.assets(draft)).hasSize(2);
    }

    @Test
    void shouldDeleteAssetAndNotMindWhenItIsGone() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        HostedAsset stored = host.upload(draft, asset("a.whl", "first"), ProgressListener.SILENT);
        host.delete(draft, stored);
        host.delete(draft, stored);
        assertThat(host.assets(draft)).isEmpty();
    }

    @Test
    void shouldDeleteDraftAndNotMindWhenItIsGone() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        host.upload(draft, asset("a.whl", "first"), ProgressListener.SILENT);
        host.deleteDraft(draft);
        host.deleteDraft(draft);
        assertThat(host.find(TAG)).isEmpty();
        assertThatThrownBy(() -> host.read(draft)).isInstanceOf(ReleaseGoneException.class);
        assertThatThrownBy(() -> host.assets(draft)).isInstanceOf(ReleaseGoneException.class);
        assertThatThrownBy(() -> host.upload(draft, asset("b.whl", "x"), ProgressListener.SILENT))
                .isInstanceOf(ReleaseGoneException.class);
    }

    @Test
    void shouldPublishWithoutMarkAndNotMindDoingItTwice() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        host.upload(draft, asset("a.whl", "first"), ProgressListener.SILENT);
        host.publish(draft, RELEASE, true);
        HostedRelease published = host.publish(draft, RELEASE, true);
        assertThat(published.draft()).isFalse();
        assertThat(published.mark()).isEmpty();
        assertThat(host.find(TAG)).singleElement().satisfies(found -> assertThat(found.draft())
                .isFalse());
        assertThat(host.assets(published)).extracting(HostedAsset::name).containsExactly("a.whl");
        assertThat(host.published()).extracting(HostedRelease::tag).containsExactly(TAG);
    }

    @Test
    void shouldListPublishedReleasesAndNoDrafts() throws IOException {
        ReleaseHost host = host();
        HostedRelease stable = host.publish(host.createDraft(RELEASE, MARK), RELEASE, true);
        NewRelease candidate = new NewRelease("v0.2.0-rc.1", "Second", "", true, Optional.empty());
        HostedRelease early = host.publish(host.createDraft(candidate, MARK), candidate, false);
        host.createDraft(new NewRelease("v0.3.0", "Third", "", false, Optional.empty()), MARK);
        assertThat(host.published()).containsExactly(host.read(early), host.read(stable));
        assertThat(host.published()).extracting(HostedRelease::prerelease).containsExactly(true, false);
    }

    @Test
    void shouldNeverDeletePublishedRelease() throws IOException {
        ReleaseHost host = host();
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        host.publish(draft, RELEASE, true);
        host.deleteDraft(draft);
        assertThat(host.published()).extracting(HostedRelease::tag).containsExactly(TAG);
    }

    @Test
    void shouldGiveLeaseToOneAtATime() throws IOException {
        ReleaseHost host = host();
        Assumptions.assumeTrue(host.part(LeasedHost.class).isPresent(), "no leases");
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        try (ReleaseLease lease = LeasedHost.take(host, draft, "one")) {
            lease.check();
            assertThatThrownBy(() -> LeasedHost.take(host, draft, "two")).isInstanceOf(ReleaseBusyException.class);
            lease.check();
            assertThat(host.assets(draft)).isEmpty();
        }
        try (ReleaseLease next = LeasedHost.take(host, draft, "two")) {
            next.check();
        }
        assertThat(host.assets(draft)).isEmpty();
    }

    @Test
    void shouldStoreWheelNamesUnchanged() throws IOException {
        ReleaseHost host = host();
        String name = "mlc_llm_cu128-0.1.0+g1234567-py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl";
        assertThat(host.storedName(name)).isEqualTo(name);
        HostedRelease draft = host.createDraft(RELEASE, MARK);
        assertThat(host.upload(draft, asset(name, "x"), ProgressListener.SILENT).name())
                .isEqualTo(name);
    }

    @Test
    void shouldKnowWhereTagPoints() throws IOException {
        ReleaseHost host = host();
        Optional<TagSource> tags = host.part(TagSource.class);
        Assumptions.assumeTrue(tags.isPresent(), "no tags");
        assertThat(tags.get().tagCommit(TAG)).contains(COMMIT);
        assertThat(tags.get().tagCommit("v9.9.9")).isEmpty();
    }

    @Test
    void shouldHaveNothingAgainstNewTag() throws IOException {
        Optional<HostPreflight> preflight = host().part(HostPreflight.class);
        Assumptions.assumeTrue(preflight.isPresent(), "no preflight");
        assertThat(preflight.get().preflight(ReleaseTag.parse(TAG))).isEmpty();
    }

    private static ReleaseAsset asset(String name, String content) {
        return ReleaseAsset.ofBytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(ReleaseHost host, HostedRelease release, HostedAsset asset) throws IOException {
        try (InputStream in = host.download(release, asset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
