package io.jenkins.plugins.mlcwheels.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageUrlTest {

    /** The rows of the specification's test suite that build an address of these types. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deb|debian|curl|7.50.3-1|arch=i386 distro=jessie|pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
                "deb|debian|dpkg|1.19.0.4|arch=amd64 distro=stretch|pkg:deb/debian/dpkg@1.19.0.4?arch=amd64&distro=stretch",
                "deb|ubuntu|dpkg|1.19.0.4|arch=amd64|pkg:deb/ubuntu/dpkg@1.19.0.4?arch=amd64",
                "deb|debian|attr|1:2.4.47-2|arch=source|pkg:deb/debian/attr@1:2.4.47-2?arch=source",
                "deb|debian|attr|1:2.4.47-2+b1|arch=amd64|pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64",
                "Rpm|fedora|curl|7.50.3-1.fc25|Arch=i386 Distro=fedora-25|pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25",
                "rpm||centerim|4.22.10-1.el6|arch=i686 epoch=1 distro=fedora-25|pkg:rpm/centerim@4.22.10-1.el6?arch=i686&distro=fedora-25&epoch=1",
                "pypi||My.PyPI_.--._Package|1.11.1.dev1||pkg:pypi/my-pypi-package@1.11.1.dev1",
                "pypi||django|1.11.1||pkg:pypi/django@1.11.1",
                "pypi||django|1.11.1|filename=Django-1.11.1.tar.gz|pkg:pypi/django@1.11.1?filename=Django-1.11.1.tar.gz",
                "pypi||django|1.11.1|filename=Django-1.11.1-py2.py3-none-any.whl|pkg:pypi/django@1.11.1?filename=Django-1.11.1-py2.py3-none-any.whl",
                "pypi||django-allauth|12.23||pkg:pypi/django-allauth@12.23"
            })
    void shouldBuildTheRowsOfTheSpecification(
            String type, String namespace, String name, String version, String qualifiers, String expected) {
        Map<String, String> values = Stream.of(qualifiers == null ? new String[0] : qualifiers.split(" "))
                .map(text -> text.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        PackageUrl url = new PackageUrl(type, Optional.ofNullable(namespace), name, version, new TreeMap<>(values));

        assertThat(url).hasToString(expected);
    }

    @Test
    void shouldKeepTildesAndEncodePlusSigns() {
        assertThat(PackageUrl.system("deb", "debian", "libstdc++6", "1:1.0~rc1+b2", "amd64"))
                .hasToString("pkg:deb/debian/libstdc%2B%2B6@1:1.0~rc1%2Bb2?arch=amd64");
        assertThat(PackageUrl.pypi("Demo_X", "1.0+cu12", Map.of("file_name", "demo_x-1.0+cu12-py3-none-any.whl")))
                .hasToString("pkg:pypi/demo-x@1.0%2Bcu12?file_name=demo_x-1.0%2Bcu12-py3-none-any.whl");
    }

    @Test
    void shouldRefusePackagesWithoutName() {
        assertThatIllegalArgumentException().isThrownBy(() -> PackageUrl.pypi("", "1", Map.of()));
    }
}
