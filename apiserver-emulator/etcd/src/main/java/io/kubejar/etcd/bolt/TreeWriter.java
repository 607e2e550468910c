package io.kubejar.etcd.bolt;

import io.kubejar.etcd.bolt.PageFile.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a tree of pages from its leaves up. What is not yet written of each level fits into one page. */
final class TreeWriter {
    private static final byte[] NOTHING = {};

    /** Elements that go into the level's next page. */
    private static final class Level {
        private final int kind;
        private final List<Element> elements = new ArrayList<>();
        private int size = Format.PAGE_HEAD;

        Level(int kind) {
            this.kind = kind;
        }

        boolean hasRoomFor(Element element) {
            return elements.isEmpty() || size + element.size(kind) <= PageFile.PAGE;
        }

        void add(Element element) {
            elements.add(element);
            size += element.size(kind);
        }

        void clear() {
            elements.clear();
            size = Format.PAGE_HEAD;
        }
    }

    private final PageFile file;
    private final List<Level> levels = new ArrayList<>();

    TreeWriter(PageFile file) {
        this.file = file;
        levels.add(new Level(Format.LEAF));
    }

    /** Adds an entry; its key is greater than all before. */
    void put(byte[] key, byte[] value, int flags) throws IOException {
        add(0, new Element(key, value, 0, flags));
    }

    private void add(int number, Element element) throws IOException {
        Level level = levels.get(number);
        if (!level.hasRoomFor(element)) {
            flush(number);
        }
        level.add(element);
    }

    /** Writes a page of a level and tells the level above. */
    private void flush(int number) throws IOException {
        Level level = levels.get(number);
        byte[] first = level.elements.get(0).key();
        long page = file.write(level.kind, level.elements);
        level.clear();
        if (number + 1 == levels.size()) {
            levels.add(new Level(Format.BRANCH));
        }
        add(number + 1, new Element(first, NOTHING, page, 0));
    }

    /** Writes the rest; gives the number of the root page. */
    long finish() throws IOException {
        for (int number = 0; number + 1 < levels.size(); number++) {
            if (!levels.get(number).elements.isEmpty()) {
                flush(number);
            }
        }
        Level top = levels.get(levels.size() - 1);
        boolean isChain = top.kind == Format.BRANCH && top.elements.size() == 1;
        return isChain ? top.elements.get(0).child() : file.write(top.kind, top.elements);
    }
}
