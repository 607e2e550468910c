package io.kubejar.kubelet.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.kubelet.shell.Command.Result;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The programs that teaching manifests use. */
final class Commands {
    /** All of them by name. */
    static final Map<String, Command> ALL = all();

    private Commands() {}

    private static Map<String, Command> all() {
        Map<String, Command> all = new HashMap<>();
        all.put("true", (args, in, shell) -> Result.OK);
        all.put(":", (args, in, shell) -> Result.OK);
        all.put("false", (args, in, shell) -> Result.status(1));
        all.put("echo", (args, in, shell) -> echo(args));
        all.put("printf", (args, in, shell) -> Result.output(Texts.printf(args)));
        all.put("sleep", (args, in, shell) -> sleep(args));
        all.put("exit", (args, in, shell) -> Result.exit(args.isEmpty() ? status(shell) : number(args.get(0))));
        all.put("exec", (args, in, shell) -> exec(args, in, shell));
        all.put("date", (args, in, shell) -> Result.output(Texts.date(args, shell.time()) + "\n"));
        all.put("hostname", (args, in, shell) -> Result.output(value(shell, "HOSTNAME") + "\n"));
        all.put("env", (args, in, shell) -> env(shell));
        all.put("printenv", (args, in, shell) -> printenv(args, shell));
        all.put("export", (args, in, shell) -> export(args, shell));
        all.put("cat", (args, in, shell) -> cat(args, in, shell));
        all.put("touch", (args, in, shell) -> touch(args, shell));
        all.put("rm", (args, in, shell) -> remove(args, shell));
        all.put("test", (args, in, shell) -> Result.status(Test.holds(args, shell) ? 0 : 1));
        all.put("[", (args, in, shell) -> Result.status(Test.holds(args.subList(0, args.size() - 1), shell) ? 0 : 1));
        all.put("nslookup", (args, in, shell) -> nslookup(args, shell));
        all.put("seq", (args, in, shell) -> seq(args));
        all.put("expr", (args, in, shell) -> expr(args, shell));
        all.put("whoami", (args, in, shell) -> Result.output("root\n"));
        all.put("pwd", (args, in, shell) -> Result.output("/\n"));
        all.put("tee", (args, in, shell) -> tee(args, in, shell));
        all.put("tail", (args, in, shell) -> tail(args, in));
        all.put("wc", (args, in, shell) -> wc(args, in));
        all.put("grep", (args, in, shell) -> grep(args, in));
        all.put("perl", (args, in, shell) -> perl(args));
        for (String quiet : List.of("set", "trap", "wait", "cd", "mkdir", "chmod", "chown", "ln", "umask", "sync")) {
            all.put(quiet, (args, in, shell) -> Result.OK);
        }
        return Map.copyOf(all);
    }

    private static int status(Shell shell) {
        return number(value(shell, "?"));
    }

    private static String value(Shell shell, String name) {
        String value = shell.variable(name);
        return value == null ? "" : value;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim()) & 0xff;
        } catch (NumberFormatException e) {
            return 2;
        }
    }

    private static Result echo(List<String> args) {
        boolean escapes = false;
        boolean line = true;
        int from = 0;
        while (from < args.size() && args.get(from).matches("-[neE]+")) {
            line &= !args.get(from).contains("n");
            escapes |= args.get(from).contains("e");
            from++;
        }
        String text = String.join(" ", args.subList(from, args.size()));
        return Result.output((escapes ? Texts.unescape(text) : text) + (line ? "\n" : ""));
    }

    private static Result sleep(List<String> args) {
        BigDecimal seconds = BigDecimal.ZERO;
        for (String arg : args) {
            if (arg.equals("infinity") || arg.equals("inf")) {
                return Result.forEver();
            }
            if (!arg.matches("[0-9]*\\.?[0-9]+[smhd]?")) {
                return Result.failure(1, "sleep: invalid number '" + arg + "'\n");
            }
            char unit = arg.charAt(arg.length() - 1);
            BigDecimal amount = new BigDecimal(Character.isDigit(unit) ? arg : arg.substring(0, arg.length() - 1));
            int factor = unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86_400 : 1;
            seconds = seconds.add(amount.multiply(BigDecimal.valueOf(factor)));
        }
        long millis = seconds.scaleByPowerOfTen(3)
                .min(BigDecimal.valueOf(Integer.MAX_VALUE * 1000L))
                .longValue();
        return Result.sleep(Duration.ofMillis(millis));
    }

    private static Result exec(List<String> args, String input, Shell shell) {
        if (args.isEmpty()) {
            return Result.OK;
        }
        Result result = Programs.command(args.get(0)).run(args.subList(1, args.size()), input, shell);
        return result.then() == Result.Then.GO_ON
                ? new Result(result.status(), result.output(), Result.Then.EXIT, result.sleep())
                : result;
    }

    private static Result env(Shell shell) {
        return Result.output(shell.variables().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    private static Result printenv(List<String> args, Shell shell) {
        if (args.isEmpty()) {
            return env(shell);
        }
        StringBuilder out = new StringBuilder();
        boolean missing = false;
        for (String name : args) {
            String value = shell.variable(name);
            missing |= value == null;
            out.append(value == null ? "" : value + "\n");
        }
        return Result.failure(missing ? 1 : 0, out.toString());
    }

    private static Result export(List<String> args, Shell shell) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals > 0) {
                shell.set(arg.substring(0, equals), arg.substring(equals + 1));
            }
        }
        return Result.OK;
    }

    private static Result cat(List<String> args, String input, Shell shell) {
        if (args.isEmpty()) {
            return Result.output(input);
        }
        StringBuilder out = new StringBuilder();
        int status = 0;
        for (String file : args) {
            String text = shell.read(file);
            if (text == null) {
                out.append("cat: can't open '").append(file).append("': No such file or directory\n");
                status = 1;
            } else {
                out.append(text);
            }
        }
        return Result.failure(status, out.toString());
    }

    private static Result touch(List<String> args, Shell shell) {
        args.stream().filter(a -> !a.startsWith("-")).forEach(a -> {
            String text = shell.read(a);
            shell.file(a, text == null ? "" : text);
        });
        return Result.OK;
    }

    private static Result remove(List<String> args, Shell shell) {
        args.stream().filter(a -> !a.startsWith("-")).forEach(a -> shell.file(a, null));
        return Result.OK;
    }

    /** Finds a Service by one of its names. */
    static @Nullable JsonNode service(String host, Shell shell) {
        List<String> labels = new ArrayList<>(Arrays.asList(host.split("\\.")));
        boolean known = labels.size() <= 2
                || (labels.get(2).equals("svc") && (labels.size() == 3 || host.endsWith(".svc.cluster.local")));
        if (!known || labels.isEmpty()) {
            return null;
        }
        String namespace =
                labels.size() > 1 ? labels.get(1) : shell.context().pod().namespace();
        var service =
                shell.context().cluster().get(io.kubejar.core.object.Resources.SERVICES, namespace, labels.get(0));
        return service == null ? null : service.spec();
    }

    private static Result nslookup(List<String> args, Shell shell) {
        String host = args.stream().filter(a -> !a.startsWith("-")).findFirst().orElse("");
        JsonNode service = service(host, shell);
        String head = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n";
        if (service == null) {
            return Result.failure(1, head + "** server can't find " + host + ": NXDOMAIN\n\n");
        }
        return Result.output(head + "Name:\t" + host + "\nAddress: " + Json.textOr(service, "", "clusterIP") + "\n\n");
    }

    private static Result seq(List<String> args) {
        if (args.isEmpty()) {
            return Result.status(1);
        }
        long first = args.size() > 1 ? Long.parseLong(args.get(0)) : 1;
        long last = Long.parseLong(args.get(args.size() - 1));
        StringBuilder out = new StringBuilder();
        for (long i = first; i <= last && i - first < 10_000; i++) {
            out.append(i).append('\n');
        }
        return Result.output(out.toString());
    }

    private static Result expr(List<String> args, Shell shell) {
        return Result.output(new Arithmetic(String.join(" ", args), shell).value() + "\n");
    }

    private static Result tee(List<String> args, String input, Shell shell) {
        boolean append = args.contains("-a");
        args.stream().filter(a -> !a.startsWith("-")).forEach(a -> {
            String before = append ? shell.read(a) : "";
            shell.file(a, (before == null ? "" : before) + input);
        });
        return Result.output(input);
    }

    private static Result tail(List<String> args, String input) {
        return args.stream().anyMatch(a -> a.startsWith("-") && (a.contains("f") || a.contains("F")))
                ? Result.forEver()
                : Result.output(input);
    }

    private static Result wc(List<String> args, String input) {
        long count = args.contains("-l") ? input.lines().count() : input.length();
        return Result.output(count + "\n");
    }

    private static Result grep(List<String> args, String input) {
        String what = args.stream().filter(a -> !a.startsWith("-")).findFirst().orElse("");
        String found =
                input.lines().filter(l -> l.contains(what)).map(l -> l + "\n").collect(Collectors.joining());
        boolean quiet = args.contains("-q");
        return Result.failure(found.isEmpty() ? 1 : 0, quiet ? "" : found);
    }

    /** The program of every Job example: pi with bignum's bpi. */
    private static Result perl(List<String> args) {
        String program = args.isEmpty() ? "" : args.get(args.size() - 1);
        String digits = program.replaceAll(".*bpi\\((\\d+)\\).*", "$1");
        boolean pi = digits.matches("\\d{1,5}");
        return pi ? Result.output(Texts.pi(Integer.parseInt(digits)) + "\n") : Result.OK;
    }
}
