"""Which package of the system has a header or a library."""

import os
import shutil
import subprocess

# Names with Debian and Ubuntu, with Fedora and what is like it, and with Alpine; headers (a directory ends with a
# slash); libraries.
KNOWN = (
    ("python3-dev", "python3-devel", "python3-dev", "Python.h pyconfig.h", ""),
    ("libc6-dev", "glibc-devel", "musl-dev", "stdio.h stdlib.h string.h limits.h features.h", "m pthread"),
    ("linux-libc-dev", "kernel-headers", "linux-headers", "linux/ asm/", ""),
    ("zlib1g-dev", "zlib-devel", "zlib-dev", "zlib.h zconf.h", "z"),
    ("libbz2-dev", "bzip2-devel", "bzip2-dev", "bzlib.h", "bz2"),
    ("liblzma-dev", "xz-devel", "xz-dev", "lzma.h lzma/", "lzma"),
    ("libzstd-dev", "libzstd-devel", "zstd-dev", "zstd.h zdict.h", "zstd"),
    ("liblz4-dev", "lz4-devel", "lz4-dev", "lz4.h lz4frame.h lz4hc.h", "lz4"),
    ("libsnappy-dev", "snappy-devel", "snappy-dev", "snappy.h snappy-c.h", "snappy"),
    ("libbrotli-dev", "brotli-devel", "brotli-dev", "brotli/", "brotlienc brotlidec"),
    ("libffi-dev", "libffi-devel", "libffi-dev", "ffi.h ffitarget.h", "ffi"),
    ("libssl-dev", "openssl-devel", "openssl-dev", "openssl/", "ssl crypto"),
    ("libsodium-dev", "libsodium-devel", "libsodium-dev", "sodium.h sodium/", "sodium"),
    ("libcurl4-openssl-dev", "libcurl-devel", "curl-dev", "curl/", "curl"),
    ("libxml2-dev", "libxml2-devel", "libxml2-dev", "libxml/", "xml2"),
    ("libxslt1-dev", "libxslt-devel", "libxslt-dev", "libxslt/ libexslt/", "xslt exslt"),
    ("libyaml-dev", "libyaml-devel", "yaml-dev", "yaml.h", "yaml"),
    ("libexpat1-dev", "expat-devel", "expat-dev", "expat.h", "expat"),
    ("libsqlite3-dev", "sqlite-devel", "sqlite-dev", "sqlite3.h", "sqlite3"),
    ("libpq-dev", "libpq-devel", "libpq-dev", "libpq-fe.h postgres_fe.h", "pq"),
    ("default-libmysqlclient-dev", "mariadb-connector-c-devel", "mariadb-connector-c-dev", "mysql.h mysql/", "mysqlclient"),
    ("unixodbc-dev", "unixODBC-devel", "unixodbc-dev", "sql.h sqlext.h", "odbc"),
    ("libjpeg-dev", "libjpeg-turbo-devel", "libjpeg-turbo-dev", "jpeglib.h", "jpeg"),
    ("libpng-dev", "libpng-devel", "libpng-dev", "png.h", "png"),
    ("libtiff-dev", "libtiff-devel", "tiff-dev", "tiff.h tiffio.h", "tiff"),
    ("libwebp-dev", "libwebp-devel", "libwebp-dev", "webp/", "webp"),
    ("libfreetype-dev", "freetype-devel", "freetype-dev", "ft2build.h freetype/", "freetype"),
    ("libcairo2-dev", "cairo-devel", "cairo-dev", "cairo.h cairo/", "cairo"),
    ("libglib2.0-dev", "glib2-devel", "glib-dev", "glib.h glib-object.h gio/", "glib-2.0 gio-2.0"),
    ("libdbus-1-dev", "dbus-devel", "dbus-dev", "dbus/", "dbus-1"),
    ("libsystemd-dev", "systemd-devel", "elogind-dev", "systemd/", "systemd"),
    ("libgmp-dev", "gmp-devel", "gmp-dev", "gmp.h gmpxx.h", "gmp"),
    ("libmpfr-dev", "mpfr-devel", "mpfr-dev", "mpfr.h", "mpfr"),
    ("libopenblas-dev", "openblas-devel", "openblas-dev", "cblas.h lapacke.h openblas_config.h", "openblas lapack blas"),
    ("libfftw3-dev", "fftw-devel", "fftw-dev", "fftw3.h", "fftw3"),
    ("libhdf5-dev", "hdf5-devel", "hdf5-dev", "hdf5.h H5public.h", "hdf5"),
    ("libeigen3-dev", "eigen3-devel", "eigen-dev", "Eigen/", ""),
    ("libboost-all-dev", "boost-devel", "boost-dev", "boost/", ""),
    ("libgeos-dev", "geos-devel", "geos-dev", "geos_c.h", "geos_c"),
    ("libproj-dev", "proj-devel", "proj-dev", "proj.h proj_api.h", "proj"),
    ("libgdal-dev", "gdal-devel", "gdal-dev", "gdal.h", "gdal"),
    ("libopenmpi-dev", "openmpi-devel", "openmpi-dev", "mpi.h", "mpi"),
    ("libnuma-dev", "numactl-devel", "numactl-dev", "numa.h", "numa"),
    ("libibverbs-dev", "rdma-core-devel", "rdma-core-dev", "infiniband/ rdma/", "ibverbs rdmacm"),
    ("libldap-dev", "openldap-devel", "openldap-dev", "ldap.h lber.h", "ldap"),
    ("libsasl2-dev", "cyrus-sasl-devel", "cyrus-sasl-dev", "sasl/", "sasl2"),
    ("libkrb5-dev", "krb5-devel", "krb5-dev", "krb5.h gssapi.h gssapi/", "krb5 gssapi_krb5"),
    ("libpcap-dev", "libpcap-devel", "libpcap-dev", "pcap.h pcap/", "pcap"),
    ("libusb-1.0-0-dev", "libusb1-devel", "libusb-dev", "libusb.h libusb-1.0/", "usb-1.0"),
    ("libudev-dev", "systemd-devel", "eudev-dev", "libudev.h", "udev"),
    ("libasound2-dev", "alsa-lib-devel", "alsa-lib-dev", "alsa/", "asound"),
    ("portaudio19-dev", "portaudio-devel", "portaudio-dev", "portaudio.h", "portaudio"),
    ("libsndfile1-dev", "libsndfile-devel", "libsndfile-dev", "sndfile.h", "sndfile"),
    ("libavformat-dev", "ffmpeg-free-devel", "ffmpeg-dev", "libavformat/ libavcodec/ libavutil/", "avformat avcodec"),
    ("libx11-dev", "libX11-devel", "libx11-dev", "X11/", "X11"),
    ("libgl-dev", "mesa-libGL-devel", "mesa-dev", "GL/gl.h GL/glx.h", "GL"),
    ("libvulkan-dev", "vulkan-loader-devel", "vulkan-loader-dev", "vulkan/", "vulkan"),
    ("libreadline-dev", "readline-devel", "readline-dev", "readline/", "readline"),
    ("libncurses-dev", "ncurses-devel", "ncurses-dev", "ncurses.h curses.h", "ncurses curses"),
    ("uuid-dev", "libuuid-devel", "util-linux-dev", "uuid/", "uuid"),
    ("pybind11-dev", "pybind11-devel", "py3-pybind11-dev", "pybind11/", ""),
)

PLACES = ("/usr/include", "/usr/local/include")
LIMIT = 10


def manager():
    """The program that knows the packages of this system, and the column of KNOWN that is its."""
    for column, (program, data) in enumerate(
        (("dpkg", "/var/lib/dpkg/status"), ("rpm", "/var/lib/rpm"), ("apk", "/lib/apk/db/installed"))
    ):
        if shutil.which(program) and os.path.exists(data):
            return program, column
    return None, None


def words_of(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LIMIT)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode("utf-8", "replace").split() if done.returncode == 0 else []


def owner(path, program):
    """The installed package that a file belongs to."""
    if program == "dpkg":
        words = words_of(["dpkg", "-S", path])
        return words[0].rstrip(":").split(":")[0] if words else None
    words = words_of(["rpm", "-qf", "--qf", "%{NAME}", path] if program == "rpm" else ["apk", "info", "-q", "-W", path])
    return words[0] if words else None


def installed(header):
    """Where a header is, although the compiler does not look there."""
    for place in PLACES:
        for directory, _, _ in os.walk(place):
            path = os.path.join(directory, header)
            if os.path.isfile(path):
                return path
    return None


def has_header(entry, header):
    return any(header == name or (name.endswith("/") and header.startswith(name)) for name in entry[3].split())


def remedy_for_header(header):
    """What to do about a header that is missing; empty if nothing is known."""
    program, column = manager()
    path = installed(header)
    if path:
        package = owner(path, program) if program else None
        return "It is at %s%s: name the directory in CPATH." % (path, " (package %s)" % package if package else "")
    if program == "dpkg" and shutil.which("apt-file"):
        found = sorted(set(words_of(["apt-file", "search", "-l", "/include/" + header])))
        if found:
            return "Install the package that has it: %s." % ", or ".join(found[:3])
    return remedy(column, lambda entry: has_header(entry, header))


def remedy_for_library(library):
    """What to do about a library that the linker does not find; empty if nothing is known."""
    return remedy(manager()[1], lambda entry: library in entry[4].split())


def remedy(column, fits):
    for entry in KNOWN:
        if column is not None and fits(entry):
            return "Install the system's package %s." % entry[column]
    return ""
