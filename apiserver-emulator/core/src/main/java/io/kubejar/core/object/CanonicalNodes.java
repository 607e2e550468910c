package io.kubejar.core.object;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes the same node of a whole number however it was given, as the parser does: two trees that were made in different
 * ways are equal when their JSON is. The members of its objects lie close together.
 */
final class CanonicalNodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    static final CanonicalNodes INSTANCE = new CanonicalNodes();

    private CanonicalNodes() {}

    @Override
    public ObjectNode objectNode() {
        return new Compact(this, new Members());
    }

    /** An object with {@link Members}; its copies are made without looking for names that cannot be there. */
    @SuppressWarnings("unchecked") // as Jackson's own: a node's copy is of its kind
    private static final class Compact extends ObjectNode {
        private static final long serialVersionUID = 1L;

        Compact(JsonNodeFactory nodes, Members members) {
            super(nodes, members);
        }

        @Override
        public ObjectNode deepCopy() {
            return new Compact(_nodeFactory, ((Members) _children).deepCopy());
        }
    }

    private static boolean isInt(long number) {
        return number == (int) number;
    }

    @Override
    public NumericNode numberNode(byte number) {
        return super.numberNode((int) number);
    }

    @Override
    public NumericNode numberNode(short number) {
        return super.numberNode((int) number);
    }

    @Override
    public NumericNode numberNode(long number) {
        return isInt(number) ? super.numberNode((int) number) : super.numberNode(number);
    }

    @Override
    public ValueNode numberNode(@Nullable Short number) {
        return number == null ? nullNode() : numberNode(number.shortValue());
    }

    @Override
    public ValueNode numberNode(@Nullable Long number) {
        return number == null ? nullNode() : numberNode(number.longValue());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
