package io.kubejar.kubelet.shell;

import java.util.ArrayList;
import java.util.List;

/** Makes the fields of a command out of its words. */
final class Expansion {
    private final Shell shell;

    Expansion(Shell shell) {
        this.shell = shell;
    }

    /** One text, not split. */
    String text(Node.Word word) {
        StringBuilder out = new StringBuilder();
        word.parts().forEach(p -> out.append(value(p)));
        return out.toString();
    }

    /** The fields of all words; what comes of an unquoted variable is split at blanks. */
    List<String> fields(List<Node.Word> words) {
        List<String> out = new ArrayList<>();
        for (Node.Word word : words) {
            fields(word, out);
        }
        return out;
    }

    private void fields(Node.Word word, List<String> out) {
        StringBuilder field = new StringBuilder();
        boolean any = false;
        for (Node.Part part : word.parts()) {
            String value = value(part);
            boolean splits = (part instanceof Node.Part.Variable variable && !variable.quoted())
                    || (part instanceof Node.Part.Output output && !output.quoted());
            if (!splits) {
                field.append(value);
                any = true;
                continue;
            }
            String[] pieces = value.split("[ \t\n]+", -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0 && any) {
                    out.add(field.toString());
                    field.setLength(0);
                    any = false;
                }
                field.append(pieces[i]);
                any |= !pieces[i].isEmpty();
            }
        }
        if (any) {
            out.add(field.toString());
        }
    }

    private String value(Node.Part part) {
        if (part instanceof Node.Part.Text text) {
            return text.text();
        }
        if (part instanceof Node.Part.Variable variable) {
            String value = shell.variable(variable.name());
            if (value != null && !(value.isEmpty() && variable.fallback() != null)) {
                return value;
            }
            return variable.fallback() == null ? "" : text(variable.fallback());
        }
        if (part instanceof Node.Part.Output output) {
            return shell.outputOf(output.command()).replaceAll("\n+$", "");
        }
        Node.Part.Arithmetic arithmetic = (Node.Part.Arithmetic) part;
        return Long.toString(new Arithmetic(arithmetic.expression(), shell).value());
    }
}
