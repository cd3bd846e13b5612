package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Symbols of old Pythons that extension modules of a portable wheel must not need (PEP 513). */
final class PythonSymbols {

    /** Of a Python configured with --with-fpectl. */
    static final Set<String> PY_FPE = Set.of("PyFPE_jbuf", "PyFPE_dummy", "PyFPE_counter");

    /** What {@code unicodeobject.h} of Python 2.7 renames when a character has two bytes. */
    static final List<String> UCS2 = ucs2();

    private static final String PREFIX = "PyUnicodeUCS2_";

    private PythonSymbols() {}

    static boolean isUcs2(String name) {
        return name.startsWith(PREFIX) || name.startsWith("_" + PREFIX);
    }

    private static List<String> ucs2() {
        List<String> names = new ArrayList<>();
        String open = """
            AsASCIIString AsCharmapString AsEncodedObject AsEncodedString AsLatin1String AsRawUnicodeEscapeString
            AsUTF16String AsUTF32String AsUTF8String AsUnicode AsUnicodeEscapeString AsWideChar ClearFreelist
            Compare Concat Contains Count Decode DecodeASCII DecodeCharmap DecodeLatin1 DecodeRawUnicodeEscape
            DecodeUTF16 DecodeUTF16Stateful DecodeUTF32 DecodeUTF32Stateful DecodeUTF8 DecodeUTF8Stateful
            DecodeUnicodeEscape Encode EncodeASCII EncodeCharmap EncodeDecimal EncodeLatin1
            EncodeRawUnicodeEscape EncodeUTF16 EncodeUTF32 EncodeUTF8 EncodeUnicodeEscape Find Format
            FromEncodedObject FromFormat FromFormatV FromObject FromOrdinal FromString FromStringAndSize
            FromUnicode FromWideChar GetDefaultEncoding GetMax GetSize Join Partition RPartition RSplit Replace
            Resize RichCompare SetDefaultEncoding Split Splitlines Tailmatch Translate TranslateCharmap\
            """;
        String hidden = """
            AsDefaultEncodedString Fini Init IsAlpha IsDecimalDigit IsDigit IsLinebreak IsLowercase IsNumeric
            IsTitlecase IsUppercase IsWhitespace ToDecimalDigit ToDigit ToLowercase ToNumeric ToTitlecase
            ToUppercase\
            """;
        for (String name : open.split("\\s+")) {
            names.add(PREFIX + name);
        }
        for (String name : hidden.split("\\s+")) {
            names.add("_" + PREFIX + name);
        }
        return List.copyOf(names);
    }
}
