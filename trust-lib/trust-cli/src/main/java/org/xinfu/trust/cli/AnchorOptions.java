package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.TrustPolicy;
import picocli.CommandLine.Option;

/** Whom the caller trusts, and for what; nobody else is. */
final class AnchorOptions {
  @Option(names = "--trust", paramLabel = "PEM|DIR", description = "anchors of document signers")
  List<Path> signers = new ArrayList<>();

  @Option(names = "--maker-trust", paramLabel = "PEM|DIR", description = "anchors of seal makers")
  List<Path> makers = new ArrayList<>();

  @Option(names = "--tsa-trust", paramLabel = "PEM|DIR", description = "anchors of time stamps")
  List<Path> timestampers = new ArrayList<>();

  /** Whether both of those are named that long-term evidence is judged by. */
  boolean lasting() {
    return !signers.isEmpty() && !timestampers.isEmpty();
  }

  /**
   * The policy with these anchors and the CRLs beside them: interop, offline.
   *
   * @throws IOException when a file cannot be read, or holds no anchor
   */
  TrustPolicy policy(Instant at) throws IOException {
    Anchors own = Anchors.read(signers);
    Anchors making = Anchors.read(makers);
    Anchors stamping = Anchors.read(timestampers);
    return TrustPolicy.interop(own.certificates(), making.certificates(), at)
        .withTimestampers(stamping.certificates())
        .withCrls(Anchors.crls(List.of(own, making, stamping)));
  }
}
