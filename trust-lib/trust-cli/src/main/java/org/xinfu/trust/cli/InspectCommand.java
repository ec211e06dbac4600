package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Printable;
import org.xinfu.trust.json.CanonicalJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xinfu inspect}: shows what a file is made of. It judges nothing. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows the structure of OFD, PDF, XML, CMS, seals, certificates, CRLs, OCSP responses,"
            + " time stamps and JWS. Nothing is judged: use verify for that.",
    exitCodeListHeading = "Exit status, the worst of all files:%n",
    exitCodeList = {
      "66:a file cannot be read, or not to its end",
      " 1:some file is damaged",
      " 3:some file is of no known kind",
      " 0:every file was shown",
      "64:wrong usage"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int MOST_OCTETS = 64 << 20;

  private final Console console;

  @Option(names = "--format", paramLabel = "text|json", description = "default: text")
  String format = "text";

  @Option(names = "--skip", paramLabel = "N", description = "leave the first N lines out 跳过前 N 行")
  int skip;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "show no more than N lines of a file 每个文件最多显示 N 行")
  int most = Integer.MAX_VALUE;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "a file, or a directory to walk")
  List<Path> files = new ArrayList<>();

  @Spec @Nullable CommandSpec spec;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!format.equals("text") && !format.equals("json")) {
      throw new CommandLine.ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "--format is text or json, not " + format);
    }
    if (skip < 0 || most < 1) {
      throw new CommandLine.ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), "--skip from 0, --most from 1");
    }
    FileWalk walk = FileWalk.of(files);
    int status = ExitStatus.VALID;
    List<Map<String, Object>> all = new ArrayList<>();
    walk.links().forEach(link -> say(link + ": a link, not followed 符号链接，未跟随"));
    for (Path file : walk.files()) {
      status = ExitStatus.worse(status, inspect(file, all));
    }
    if (format.equals("json")) {
      Object value = walk.several() ? all : all.isEmpty() ? List.of() : all.get(0);
      console.out().print(CanonicalJson.write(value) + "\n");
    }
    console.out().flush();
    return status;
  }

  private int inspect(Path file, List<Map<String, Object>> all) {
    Optional<Head> head = Head.of(file);
    if (head.isEmpty()) {
      say(file + ": cannot be read 无法读取");
      return ExitStatus.UNREADABLE;
    }
    Bytes octets = head.get().octets();
    Optional<Node> view = BinaryView.view(octets);
    Node whole = view.orElse(Node.leaf("unknown", head.get().length() + " octets"));
    Node shown = head.get().isWhole() ? whole : whole.goesOn(unread(head.get()));
    all.add(show(file, shown.window(skip, most)));
    if (shown.isCut()) {
      say(file + ": shown in part; see 'not read' 仅显示一部分，见 not read");
      return ExitStatus.UNREADABLE;
    }
    return status(view);
  }

  private static String unread(Head head) {
    long rest = head.length() - head.octets().length();
    return rest + " octets behind the first 64 MiB; what ends there may look damaged";
  }

  private void say(String line) {
    console.err().println(Printable.of("xinfu: " + line));
  }

  private Map<String, Object> show(Path file, Node node) {
    if (format.equals("text")) {
      console.out().print(Printable.of(file.toString()) + "\n" + node.text());
      return Map.of();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", file.toString());
    members.put("structure", node.json());
    return members;
  }

  private static int status(Optional<Node> view) {
    if (view.isEmpty()) {
      return ExitStatus.NO_SIGNATURE;
    }
    return view.get().isDamaged() ? ExitStatus.INVALID : ExitStatus.VALID;
  }

  /**
   * A file as far as it is held in memory.
   *
   * @param length of the file, in octets
   */
  private record Head(Bytes octets, long length) {
    static Optional<Head> of(Path file) {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        Bytes octets = Bytes.of(in.readNBytes(MOST_OCTETS));
        return Optional.of(new Head(octets, Math.max(octets.length(), Files.size(file))));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    boolean isWhole() {
      return octets.length() == length;
    }
  }
}
