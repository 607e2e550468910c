package io.kubejar.etcd.bolt;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** A file while its pages are being written, one after the other. Not for several threads. */
final class PageFile implements AutoCloseable {
    static final int PAGE = 4096;
    private static final int FREE_LIST_PAGE = 2;
    private static final int FIRST_PAGE = 3; // after two meta pages and the list of free pages

    private final Path file;
    private final OutputStream out;
    private long next = FIRST_PAGE;

    PageFile(Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16);
        out.write(new byte[FIRST_PAGE * PAGE]); // comes last
    }

    /** An element: the fields before its key's place, its key, and what follows it. */
    record Element(byte[] key, byte[] value, long child, int flags) {
        int size(int kind) {
            return kind == Format.LEAF
                    ? Format.LEAF_ELEMENT + key.length + value.length
                    : Format.BRANCH_ELEMENT + key.length;
        }
    }

    /** Writes a page, or several when the elements do not fit into one; gives its number. */
    long write(int kind, List<Element> elements) throws IOException {
        int size = Format.PAGE_HEAD;
        for (Element element : elements) {
            size += element.size(kind);
        }
        int pages = (size + PAGE - 1) / PAGE;
        ByteBuffer page = page(next, kind, elements.size(), pages);
        int data = Format.PAGE_HEAD + elements.size() * Format.LEAF_ELEMENT; // elements of both kinds are of one size
        for (Element element : elements) {
            int offset = data - page.position(); // from the element itself
            if (kind == Format.LEAF) {
                page.putInt(element.flags()).putInt(offset).putInt(element.key().length);
                page.putInt(element.value().length);
                page.put(data + element.key().length, element.value());
                page.put(data, element.key());
                data += element.key().length + element.value().length;
            } else {
                page.putInt(offset).putInt(element.key().length).putLong(element.child());
                page.put(data, element.key());
                data += element.key().length;
            }
        }
        out.write(page.array());
        long written = next;
        next += pages;
        return written;
    }

    private static ByteBuffer page(long number, int kind, int count, int pages) {
        return ByteBuffer.allocate(pages * PAGE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .putShort((short) kind)
                .putShort((short) count)
                .putInt(pages - 1);
    }

    /** Writes what a reader begins with. */
    void finish(long root) throws IOException {
        out.close();
        try (RandomAccessFile head = new RandomAccessFile(file.toFile(), "rw")) {
            head.write(meta(0, 2, root).array()); // the meta page with the greater number counts
            head.write(meta(1, 1, root).array());
            head.write(page(FREE_LIST_PAGE, Format.FREE_LIST, 0, 1).array());
        }
    }

    private ByteBuffer meta(long number, long transaction, long root) {
        ByteBuffer page = page(number, Format.META, 0, 1)
                .putInt(Format.MAGIC)
                .putInt(Format.VERSION)
                .putInt(PAGE)
                .putInt(0)
                .putLong(root)
                .putLong(0)
                .putLong(FREE_LIST_PAGE)
                .putLong(next)
                .putLong(transaction);
        return page.putLong(Format.checksum(page.array(), Format.PAGE_HEAD, Format.META_CHECKED));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
