package org.xinfu.kit.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.Json;

/**
 * Puts prepared directories in the place of others, which it keeps aside. One file is its point of
 * no return: before it is there nothing has happened, afterwards every step may be done again, and
 * no service starts until all of them are done.
 */
record Exchange(Installation installation, Intent intent) {
  /**
   * What is to be done.
   *
   * @param label of the restore
   * @param backup digest of the manifest
   * @param at RFC 3339
   * @param services whose directories are exchanged
   * @param heads lines for the ledger
   * @param verdict lines for the operator
   * @param status that the restore ends with
   */
  record Intent(
      String label,
      String backup,
      String at,
      List<String> services,
      List<HeadLedger.Line> heads,
      List<String> verdict,
      long status) {
    Intent {
      services = List.copyOf(services);
      heads = List.copyOf(heads);
      verdict = List.copyOf(verdict);
    }
  }

  /** One thing that may be done again. */
  interface Step {
    void run() throws IOException;
  }

  /** The exchange that somebody's death cut off; empty when there is none. */
  static Optional<Exchange> cutOff(Installation installation) throws IOException {
    if (!Files.exists(installation.pending())) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> members =
        Json.parseObject(Files.readString(installation.pending()));
    List<HeadLedger.Line> heads =
        texts(members, "heads").stream()
            .map(line -> Objects.requireNonNull(HeadLedger.parse(line), line))
            .toList();
    Intent intent =
        new Intent(
            Manifest.text(members, "label"),
            Manifest.text(members, "backup"),
            Manifest.text(members, "at"),
            texts(members, "services"),
            heads,
            texts(members, "verdict"),
            Manifest.number(members, "status"));
    return Optional.of(new Exchange(installation, intent));
  }

  /** All of it. */
  void run() throws IOException {
    decide();
    for (Step step : steps()) {
      step.run();
    }
  }

  /** The point of no return. */
  void decide() throws IOException {
    Map<String, Object> members =
        Map.of(
            "label", intent.label(),
            "backup", intent.backup(),
            "at", intent.at(),
            "services", intent.services(),
            "heads", intent.heads().stream().map(HeadLedger.Line::json).toList(),
            "verdict", intent.verdict(),
            "status", intent.status());
    byte[] octets = Manifest.json(members).getBytes(StandardCharsets.UTF_8);
    Durable.write(installation.pending(), octets);
  }

  /** What follows it, in order. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (String service : intent.services()) {
      steps.add(() -> aside(service));
      steps.add(() -> inPlace(service));
    }
    steps.add(this::keepWhatIsLost);
    steps.add(() -> new HeadLedger(installation.heads()).append(intent.heads()));
    steps.add(this::done);
    return steps;
  }

  private Path kept() throws IOException {
    return Durable.directories(installation.replaced(intent.label()));
  }

  private void aside(String service) throws IOException {
    Path present = installation.service(service);
    if (Files.exists(installation.staging().resolve(service)) && Files.exists(present)) {
      Durable.move(present, kept().resolve(service));
    }
  }

  private void inPlace(String service) throws IOException {
    Path prepared = installation.staging().resolve(service);
    if (Files.exists(prepared)) {
      Durable.move(prepared, installation.service(service));
    }
  }

  /** Lists of lost entries and the verdict lie beside the replaced data. */
  private void keepWhatIsLost() throws IOException {
    Path lost = installation.staging().resolve(RestoreBackup.LOST);
    if (Files.isDirectory(lost)) {
      try (Stream<Path> lists = Files.list(lost)) {
        for (Path list : lists.toList()) {
          Durable.move(list, kept().resolve(list.getFileName()));
        }
      }
    }
    String verdict = String.join("\n", intent.verdict()) + "\n";
    Durable.write(kept().resolve("verdict.txt"), verdict.getBytes(StandardCharsets.UTF_8));
  }

  private void done() throws IOException {
    Durable.deleteTree(installation.staging());
    Files.deleteIfExists(installation.pending());
    Durable.sync(installation.home());
  }

  private static List<String> texts(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}
