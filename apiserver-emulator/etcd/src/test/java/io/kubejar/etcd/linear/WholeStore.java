package io.kubejar.etcd.linear;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.RequestOp;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole store, revisions and all: an answer must be, to the letter, that of the reference model. The state is what was
 * written so far.
 */
final class WholeStore implements SequentialModel<List<RequestOp>, RequestOp, Answer> {
    @Override
    public List<RequestOp> initial() {
        return List.of();
    }

    @Override
    public @Nullable List<RequestOp> step(List<RequestOp> writes, RequestOp input, Answer output) {
        Model model = Model.fresh();
        writes.forEach(model::call);
        long before = model.revision();
        if (!model.call(input).equals(output)) {
            return null;
        }
        if (model.revision() == before) {
            return writes;
        }
        List<RequestOp> more = new ArrayList<>(writes);
        more.add(input);
        return more;
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
