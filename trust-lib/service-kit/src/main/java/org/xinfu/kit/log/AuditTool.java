package org.xinfu.kit.log;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.home.CommandLine;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.kit.pg.VisitedPostgres;

/**
 * {@code ./xinfu audit}: checks the logs of an installation's embedded databases, running or
 * stopped, by public keys and heads that an auditor keeps elsewhere; the device is not asked.
 */
public final class AuditTool {
  private static final String USAGE =
      "xinfu audit [--home DIR] --keys FILE [--kept HEAD]... \u2014 65 unreadable, 64 usage";
  private static final List<String> SERVICES = List.of("idp", "seal", "vault");

  /** Services whose acts are bound by a log; the others have its tables only. */
  private static final Set<String> LOGGED = Set.of("idp");

  private static final int WRONG = 1;
  private static final int UNSIGNED = 2;
  private static final int USAGE_STATUS = 64;
  private static final int UNAVAILABLE = 69;
  private static final int IO_ERROR = 74;

  private final PrintStream out;
  private final KnownKeys keys;
  private final List<String> kept;
  private final Set<String> compared = new HashSet<>();

  private AuditTool(PrintStream out, KnownKeys keys, List<String> kept) {
    this.out = out;
    this.keys = keys;
    this.kept = kept;
  }

  public static void main(String[] arguments) {
    CommandLine.main(arguments, AuditTool::run);
  }

  /**
   * Checks every log that is there.
   *
   * @param arguments what follows {@code audit}
   * @return 0 when all hold; 1 when rows or heads do not; 2 when a head is missing or not signed by
   *     the given keys, or there is no log at all; 64, 69, 74 as in sysexits.h
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      Options options = new Options();
      if (!options.take(arguments)) {
        err.println(USAGE);
        return USAGE_STATUS;
      }
      return options.tool(out).all(options.home);
    } catch (StoreUnavailable e) {
      err.println("xinfu audit: database-unavailable: " + e.getMessage());
      return UNAVAILABLE;
    } catch (IOException | UncheckedIOException e) {
      err.println("xinfu audit: io-error: " + e);
      return IO_ERROR;
    }
  }

  private int all(Path home) {
    int worst = 0;
    boolean any = false;
    for (String service : SERVICES) {
      Path directory = home.resolve(service).resolve("postgres");
      if (Files.exists(directory.resolve("data/PG_VERSION"))) {
        try (VisitedPostgres server = VisitedPostgres.on(directory)) {
          LogTables tables = new LogTables(server.database());
          if (LOGGED.contains(service) || tables.led()) {
            worst = worse(worst, one(service, tables));
            any = true;
          } else {
            long rows = tables.rowsAfter(0);
            out.println(
                "log %s 日志: NO LOG 无日志, %d rows that nothing binds 条记录未受日志约束"
                    .formatted(service, rows));
          }
        }
      }
    }
    if (!any) {
      out.println("no log below %s 此目录下没有日志".formatted(home));
      worst = UNSIGNED;
    }
    for (String note : kept) {
      worst = worse(worst, alone(note));
    }
    return worst;
  }

  /** What a kept head says that could be compared with no log. */
  private int alone(String note) {
    String origin = note.lines().findFirst().orElse("");
    if (keys.read(note).isEmpty()) {
      out.println("kept head 留存的日志头 " + origin + ": NOT SIGNED by these keys 非所给公钥签署");
      return UNSIGNED;
    }
    if (!compared.contains(note)) {
      out.println("kept head 留存的日志头 " + origin + ": its log is not here 其日志不在此处");
      return WRONG;
    }
    return 0;
  }

  private static int worse(int one, int other) {
    return one == WRONG || other == WRONG ? WRONG : Math.max(one, other);
  }

  private int one(String service, LogTables tables) {
    Optional<String> note = tables.signed().map(LogTables.Signed::note);
    String origin = note.flatMap(text -> text.lines().findFirst()).orElse("");
    List<String> ours = keptOf(origin);
    compared.addAll(ours);
    CheckLog.Found found = new CheckLog(tables, keys).check(ours);
    out.println(
        "log %s 日志: %s, %d entries under %s, %d waiting 条待签署"
            .formatted(service, said(found.state()), found.size(), found.root(), found.waiting()));
    for (CheckLog.Entry entry : found.wrong()) {
      out.println(
          "log %s 日志: row %d (entry %d) %s"
              .formatted(service, entry.id(), entry.index(), entry.wrong()));
    }
    return switch (found.state()) {
      case WHOLE -> 0;
      case NOT_SIGNED -> UNSIGNED;
      case ROWS_ALTERED, FORKED -> WRONG;
    };
  }

  /** Heads of this log that its keys have signed. */
  private List<String> keptOf(String origin) {
    return kept.stream()
        .filter(note -> note.startsWith(origin + "\n") && keys.read(note).isPresent())
        .toList();
  }

  private static String said(CheckLog.State state) {
    return switch (state) {
      case WHOLE -> "WHOLE 完整";
      case ROWS_ALTERED -> "ROWS ALTERED 记录被改动";
      case FORKED -> "FORKED 日志分叉";
      case NOT_SIGNED -> "NOT SIGNED 未签署";
    };
  }

  private static final class Options {
    private Path home = Path.of(".xinfu");
    private @Nullable Path keys;
    private final List<Path> kept = new ArrayList<>();

    boolean take(List<String> arguments) {
      for (int at = 0; at + 1 < arguments.size(); at += 2) {
        Path value = Path.of(arguments.get(at + 1));
        switch (arguments.get(at)) {
          case "--home" -> home = value;
          case "--keys" -> keys = value;
          case "--kept" -> kept.add(value);
          default -> {
            return false;
          }
        }
      }
      return keys != null && arguments.size() % 2 == 0;
    }

    AuditTool tool(PrintStream out) throws IOException {
      Path file = keys;
      List<String> lines = file == null ? List.of() : Files.readAllLines(file);
      List<String> notes = new ArrayList<>();
      for (Path note : kept) {
        notes.add(Files.readString(note));
      }
      return new AuditTool(out, KnownKeys.in(lines), notes);
    }
  }
}
