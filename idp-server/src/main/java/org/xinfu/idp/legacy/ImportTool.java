package org.xinfu.idp.legacy;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.idp.legacy.ImportCalls.NotAnswered;
import org.xinfu.idp.legacy.ImportFile.Part;
import org.xinfu.kit.home.CommandLine;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.trust.client.ClientAuthentication;
import org.xinfu.trust.client.ProblemException;
import org.xinfu.trust.client.ServiceUnreachable;
import org.xinfu.trust.client.TokenSource;
import org.xinfu.trust.client.XinfuClient;

/**
 * {@code ./xinfu import}: sends accounts of another system to an idp-server, part by part. What was
 * answered is kept beside the file, so that the same command goes on where it was broken off; a
 * part whose answer was lost is sent again, which changes nothing there.
 */
public final class ImportTool {
  private static final String USAGE =
      """
      xinfu import --source NAME [--idp URL] [--client ID] [--secret FILE] [--results FILE] [--home DIR] FILE
        FILE      one JSON object a line (operations guide)      每行一个 JSON 对象
        --source  what the other system is called                原系统名称
        --idp     http://localhost:9000                          统一认证地址
        --client  idp-admin: the operator's, with idp:accounts   运营方客户端
        --secret  DIR/credentials/ID.secret, its owner's alone   客户端密钥文件
        --results FILE.results.jsonl                             各行结果
      0 all are there 全部就绪; 1 lines were refused 有行被拒绝; 64 usage, 66 unreadable, 69 no answer, 74 results, 77 not allowed""";

  private static final int REFUSED = 1;
  private static final int USAGE_STATUS = 64;
  private static final int NO_INPUT = 66;
  private static final int UNAVAILABLE = 69;
  private static final int IO_ERROR = 74;
  private static final int NOT_ALLOWED = 77;

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;

  private ImportTool(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    CommandLine.main(arguments, ImportTool::run);
  }

  /**
   * Sends what was not answered yet, and prints the refused lines.
   *
   * @param arguments what follows {@code import}
   * @return 0 when every line is there, 1 when some were refused; 64, 66, 69, 74, 77 as in
   *     sysexits.h
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    Optional<Options> options = Options.of(arguments);
    if (options.isEmpty()) {
      err.println(USAGE);
      return USAGE_STATUS;
    }
    if (options.get().clash()) {
      err.println("xinfu import: --results is FILE or the secret 结果文件与输入文件或密钥相同");
      return USAGE_STATUS;
    }
    return new ImportTool(options.get(), out, err).run();
  }

  private int run() {
    ImportFile file;
    try {
      file = ImportFile.of(options.file());
    } catch (IOException | UncheckedIOException e) {
      return said(NO_INPUT, "unreadable 无法读取", e);
    }
    Optional<String> secret = secret();
    if (secret.isEmpty()) {
      return NO_INPUT;
    }
    Clock clock = Clock.systemUTC();
    try (ImportResults results =
        ImportResults.of(options.results(), options.to(file.digest()), clock.instant())) {
      if (results.goneOn() > 0) {
        err.println("going on after line 从此行之后继续: " + results.goneOn());
      }
      if (!send(file, results, secret.get(), clock)) {
        err.println(
            "nothing was sent: these are the answers of the import of %s; to send all again, move %s away"
                .formatted(results.begun(), options.results()));
        err.println("本次未发送：以下为该次导入的结果。如需重新发送（例如数据库已恢复到导入之前），请先移走结果文件");
      }
      return told(results);
    } catch (ProblemException e) {
      boolean forbidden = e.status() == 400 || e.status() == 401 || e.status() == 403;
      return said(forbidden ? NOT_ALLOWED : UNAVAILABLE, "refused 被拒绝", e);
    } catch (NotAnswered e) {
      boolean forbidden = e.status() == 401 || e.status() == 403;
      return said(forbidden ? NOT_ALLOWED : UNAVAILABLE, "not taken 未受理", e);
    } catch (ServiceUnreachable e) {
      return said(UNAVAILABLE, "no answer; run it again 无应答，请重新执行", e);
    } catch (IOException | UncheckedIOException e) {
      return said(IO_ERROR, "io-error 读写失败", e);
    }
  }

  private int said(int status, String what, Exception why) {
    err.println("xinfu import: " + what + ": " + why.getMessage());
    return status;
  }

  private Optional<String> secret() {
    try {
      return Optional.of(CredentialFile.text(options.secret()));
    } catch (IllegalStateException missingOrOpen) {
      err.println("xinfu import: secret 客户端密钥: " + missingOrOpen.getMessage());
      return Optional.empty();
    }
  }

  /** Whether anything had to be sent, or there was nothing to send. */
  private boolean send(ImportFile file, ImportResults results, String secret, Clock clock)
      throws IOException {
    boolean sent = results.goneOn() == 0;
    TokenSource tokens =
        XinfuClient.create(clock)
            .clientCredentials(
                options.idp(),
                new ClientAuthentication.Secret(options.client(), secret),
                List.of("idp:accounts"));
    ImportCalls calls = new ImportCalls(options.idp(), options.source(), tokens);
    try (ImportFile.Reading reading = file.after(results.goneOn())) {
      for (Part part = reading.next(); !part.over(); part = reading.next()) {
        results.add(part, part.isEmpty() ? List.of() : calls.answer(part));
        sent |= !part.isEmpty();
        err.println(results.soFar(file.lines()));
      }
    }
    return sent;
  }

  private int told(ImportResults results) throws IOException {
    results.refusedLines(out::println);
    out.println(results.sum());
    return results.refused() > 0 ? REFUSED : 0;
  }

  /** What follows the command. */
  private record Options(
      URI idp, String source, String client, Path secret, Path results, Path file) {
    private static final Set<String> KNOWN =
        Set.of("--idp", "--source", "--client", "--secret", "--results", "--home");

    /** Empty when something is missing, unknown, or a secret would go in plain over a network. */
    static Optional<Options> of(List<String> arguments) {
      Map<String, String> given = new HashMap<>();
      int at = 0;
      for (; at + 1 < arguments.size() && arguments.get(at).startsWith("--"); at += 2) {
        if (!KNOWN.contains(arguments.get(at))) {
          return Optional.empty();
        }
        given.put(arguments.get(at), arguments.get(at + 1));
      }
      String source = given.getOrDefault("--source", "");
      Optional<URI> idp = service(given.getOrDefault("--idp", "http://localhost:9000"));
      if (at != arguments.size() - 1 || !source.matches(ImportEndpoint.SOURCE) || idp.isEmpty()) {
        return Optional.empty();
      }
      String file = arguments.get(at);
      String client = given.getOrDefault("--client", "idp-admin");
      Path home = Path.of(given.getOrDefault("--home", ".xinfu"));
      String secret = given.get("--secret");
      return Optional.of(
          new Options(
              idp.get(),
              source,
              client,
              secret == null
                  ? home.resolve("credentials").resolve(client + ".secret")
                  : Path.of(secret),
              Path.of(given.getOrDefault("--results", file + ".results.jsonl")),
              Path.of(file)));
    }

    /** Whether results would be written over what is read. */
    boolean clash() {
      return ImportResults.written(results).stream()
          .anyMatch(written -> same(written, file) || same(written, secret));
    }

    private static boolean same(Path one, Path other) {
      try {
        return Files.isSameFile(one, other);
      } catch (IOException notBothThere) {
        return false;
      }
    }

    private static Optional<URI> service(String url) {
      boolean here = url.matches("http://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?/?");
      boolean sealed = url.matches("https://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9./_-]*)?");
      if (!here && !sealed) {
        return Optional.empty();
      }
      try {
        return Optional.of(new URI(url.replaceFirst("/+$", "")))
            .filter(uri -> uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535);
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }

    /** What results are of: another file, source or server begins anew. */
    Map<String, Object> to(String digest) {
      return Map.of("file", digest, "source", source, "idp", idp.toString());
    }
  }
}
