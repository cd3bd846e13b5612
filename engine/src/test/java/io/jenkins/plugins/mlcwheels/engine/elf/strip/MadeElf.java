package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes ELF files of either class and byte order with the sections that a test wants, in their order. */
final class MadeElf {

    private record Part(String name, int type, long flags, byte[] content, int link, int info) {}

    private final boolean is64;
    private final boolean bigEndian;
    private final List<Part> parts = new ArrayList<>();
    private int loaded = 1;
    private byte[] tail = {};

    MadeElf(boolean is64, boolean bigEndian) {
        this.is64 = is64;
        this.bigEndian = bigEndian;
    }

    MadeElf section(String name, int type, long flags, byte[] content) {
        return section(name, type, flags, content, 0, 0);
    }

    MadeElf section(String name, int type, long flags, byte[] content, int link, int info) {
        parts.add(new Part(name, type, flags, content, link, info));
        return this;
    }

    /** How many sections the segment loads, the first of them included. */
    MadeElf loaded(int count) {
        loaded = count;
        return this;
    }

    MadeElf tail(byte[] bytes) {
        tail = bytes;
        return this;
    }

    /** Symbols by type and section, with the empty one before them. */
    byte[] symbols(int... typesAndSections) {
        ByteBuffer table = buffer((1 + typesAndSections.length / 2) * (is64 ? 24 : 16));
        for (int i = 0; i < typesAndSections.length; i += 2) {
            int at = (1 + i / 2) * (is64 ? 24 : 16);
            table.put(at + (is64 ? 4 : 12), (byte) typesAndSections[i]);
            table.putShort(at + (is64 ? 6 : 14), (short) typesAndSections[i + 1]);
        }
        return table.array();
    }

    ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    byte[] build() {
        int header = is64 ? 64 : 52;
        int segment = is64 ? 56 : 32;
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[header + segment]);
        int[] nameAt = new int[parts.size()];
        int[] offset = new int[parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            body.writeBytes(new byte[Math.floorMod(-body.size(), 16)]);
            nameAt[i] = names.size();
            names.writeBytes((parts.get(i).name() + "\0").getBytes(StandardCharsets.US_ASCII));
            offset[i] = body.size();
            if (parts.get(i).type() != 8) {
                body.writeBytes(parts.get(i).content());
            }
        }
        int ownName = names.size();
        names.writeBytes(".shstrtab\0".getBytes(StandardCharsets.US_ASCII));
        int namesOffset = body.size();
        body.writeBytes(names.toByteArray());
        body.writeBytes(new byte[Math.floorMod(-body.size(), 8)]);
        int table = body.size();
        int count = parts.size() + 2;
        body.writeBytes(sectionHeader(0, 0, 0, 0, 0, 0, 0, 0, 0));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            long address = (part.flags() & 2) == 0 ? 0 : 0x10000 + offset[i];
            int size = part.content().length;
            int entry = part.type() == 2 || part.type() == 11 ? (is64 ? 24 : 16) : 0;
            body.writeBytes(sectionHeader(
                    nameAt[i], part.type(), part.flags(), address, offset[i], size, part.link(), part.info(), entry));
        }
        body.writeBytes(sectionHeader(ownName, 3, 0, 0, namesOffset, names.size(), 0, 0, 0));
        body.writeBytes(tail);
        byte[] file = body.toByteArray();
        int end = offset[loaded - 1] + parts.get(loaded - 1).content().length;
        ByteBuffer start = buffer(header + segment);
        start.put(new byte[] {0x7F, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
        start.position(16);
        start.putShort((short) 3).putShort((short) (is64 ? 62 : 3)).putInt(1);
        word(start, 0);
        word(start, header);
        word(start, table);
        start.putInt(0).putShort((short) header).putShort((short) segment).putShort((short) 1);
        start.putShort((short) (is64 ? 64 : 40)).putShort((short) count).putShort((short) (count - 1));
        start.putInt(1);
        if (is64) {
            start.putInt(5);
        }
        word(start, 0);
        word(start, 0x10000);
        word(start, 0x10000);
        word(start, end);
        word(start, end);
        if (!is64) {
            start.putInt(5);
        }
        word(start, 0x1000);
        System.arraycopy(start.array(), 0, file, 0, start.capacity());
        return file;
    }

    private byte[] sectionHeader(
            int name, int type, long flags, long address, long offset, long size, int link, int info, long entry) {
        ByteBuffer header = buffer(is64 ? 64 : 40);
        header.putInt(name).putInt(type);
        word(header, flags);
        word(header, address);
        word(header, offset);
        word(header, size);
        header.putInt(link).putInt(info);
        word(header, type == 0 ? 0 : 1);
        word(header, entry);
        return header.array();
    }

    private void word(ByteBuffer bytes, long value) {
        if (is64) {
            bytes.putLong(value);
        } else {
            bytes.putInt((int) value);
        }
    }
}
