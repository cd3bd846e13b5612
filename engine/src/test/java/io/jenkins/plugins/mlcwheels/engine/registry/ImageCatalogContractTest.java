package io.jenkins.plugins.mlcwheels.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link ImageCatalog} holds to. */
public abstract class ImageCatalogContractTest {

    /** What the catalog of the test holds. */
    protected abstract ImageModel model();

    protected abstract ImageCatalog catalog();

    private ImageVersion version(String digest) {
        return catalog().versions().stream()
                .filter(version -> version.digest().equals(digest))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldListEveryVersionWithItsTagsAndTime() {
        String tagged = model().image("v1", "latest");
        String untagged = model().image();
        assertThat(catalog().versions()).extracting(ImageVersion::digest).containsExactlyInAnyOrder(tagged, untagged);
        assertThat(version(tagged).tags()).containsExactlyInAnyOrder("v1", "latest");
        assertThat(version(tagged).created()).isBefore(ImageModel.NEWEST);
        assertThat(version(untagged).tags()).isEmpty();
    }

    @Test
    void shouldTellChildrenOfIndexesOfBothForms() {
        String image = model().image();
        String docker = model().dockerImage();
        String index = model().index(List.of(image, docker), "v1");
        String list = model().dockerList(List.of(docker), "v2");
        String nested = model().index(List.of(index), "v3");
        assertThat(catalog().manifest(version(index)).children()).containsExactlyInAnyOrder(image, docker);
        assertThat(catalog().manifest(version(list)).children()).containsExactly(docker);
        assertThat(catalog().manifest(version(nested)).children()).containsExactly(index);
        assertThat(catalog().manifest(version(image))).isEqualTo(catalog().manifest(version(docker)));
    }

    @Test
    void shouldTellSubjectOfAttachment() {
        String image = model().image("v1");
        String attachment = model().attachment(image);
        assertThat(catalog().manifest(version(attachment)).subject()).contains(image);
        assertThat(catalog().referrers(version(attachment))).isEmpty();
        assertThat(catalog().referrers(version(image))).isSubsetOf(Set.of(attachment));
    }

    @Test
    void shouldNotGuessAtUnknownForm() {
        String stranger = model().stranger("v1");
        assertThatThrownBy(() -> catalog().manifest(version(stranger)))
                .isInstanceOf(UnreadableManifestException.class)
                .hasMessageContaining(stranger)
                .hasMessageContaining("nothing was deleted");
    }

    @Test
    void shouldDeleteOneVersionAndBearItsAbsence() {
        String gone = model().image("v1");
        String stays = model().image("v2");
        ImageVersion version = version(gone);
        catalog().delete(version);
        catalog().delete(version);
        assertThat(model().digests()).containsExactly(stays);
    }

    @Test
    void shouldNotDeleteWhatGotAnotherTagMeanwhile() {
        ImageVersion before = version(model().image("v1"));
        model().retag(before.digest(), "latest");
        assertThatThrownBy(() -> catalog().delete(before)).isInstanceOf(ImagesChangedException.class);
        assertThat(model().digests()).containsExactly(before.digest());
    }
}
