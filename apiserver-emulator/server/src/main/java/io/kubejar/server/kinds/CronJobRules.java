package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules of a cron job. Upstream: validateCronJobSpec, pkg/apis/batch/validation/validation.go, v1.36. */
final class CronJobRules {
    /** The controller appends eleven characters to make a job's name. */
    private static final int NAME_MAX = 52;

    private static final Pattern ZONE_PART = Pattern.compile("[A-Za-z0-9._+-]{1,14}");

    private CronJobRules() {}

    static void create(ObjectNode cron, FieldErrors errors) {
        spec(cron.path("spec"), Json.object(), errors);
        String name = Json.textOr(cron, "", "metadata", "name");
        if (name.length() > NAME_MAX) {
            errors.invalid("metadata.name", name, "must be no more than 52 characters");
        }
    }

    static void update(ObjectNode cron, ObjectNode old, FieldErrors errors) {
        spec(cron.path("spec"), old.path("spec"), errors);
    }

    private static void spec(JsonNode spec, JsonNode before, FieldErrors errors) {
        schedule(spec, Json.textOr(before, "", "schedule").contains("TZ"), errors);
        Checks.nonNegative(spec, "startingDeadlineSeconds", "spec", errors);
        if (spec.hasNonNull("timeZone") && !spec.path("timeZone").equals(before.path("timeZone"))) {
            zone(spec.path("timeZone").asText(), errors);
        }
        Checks.oneOf(spec, "concurrencyPolicy", "spec", errors, "Allow", "Forbid", "Replace");
        JsonNode job = spec.path("jobTemplate").path("spec");
        JobRules.spec(job, "spec.jobTemplate.spec", errors);
        if (job.hasNonNull("selector")) {
            errors.invalid("spec.jobTemplate.spec.selector", job.path("selector"), "`selector` will be auto-generated");
        }
        if (Json.isTrue(job, "manualSelector")) {
            errors.unsupportedShown("spec.jobTemplate.spec.manualSelector", "true", "nil", "false");
        }
        Checks.nonNegative(spec, "successfulJobsHistoryLimit", "spec", errors);
        Checks.nonNegative(spec, "failedJobsHistoryLimit", "spec", errors);
    }

    private static void schedule(JsonNode spec, boolean zoneAllowed, FieldErrors errors) {
        String path = "spec.schedule";
        String schedule = Json.textOr(spec, "", "schedule");
        if (schedule.isEmpty()) {
            errors.required(path, "");
            return;
        }
        String wrong = CronSyntax.wrong(schedule);
        if (!wrong.isEmpty()) {
            errors.invalid(path, schedule, wrong);
        }
        if (!schedule.contains("TZ")) {
            return;
        }
        if (!zoneAllowed) {
            errors.invalid(path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        } else if (spec.hasNonNull("timeZone")) {
            errors.invalid(path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void zone(String zone, FieldErrors errors) {
        String path = "spec.timeZone";
        if (zone.isEmpty()) {
            errors.invalid(path, zone, "timeZone must be nil or non-empty string");
            return;
        }
        for (String part : zone.split("/", -1)) {
            if (part.equals(".")
                    || part.equals("..")
                    || part.startsWith("-")
                    || !ZONE_PART.matcher(part).matches()) {
                errors.invalid(path, zone, "unknown time zone " + zone);
                return;
            }
        }
        if (zone.toLowerCase(Locale.ROOT).equals("local")) {
            errors.invalid(
                    path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if (!isZone(zone)) {
            errors.invalid(path, zone, "unknown time zone " + zone);
        }
    }

    static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
